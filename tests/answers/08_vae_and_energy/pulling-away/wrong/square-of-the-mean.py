# The cosines are averaged first, the mean is squared.
# fails: pulling-away-value, pulling-away-gradient
# says: the mean of all cosines is squared: square each
def pulling_away_term(features):
    n = len(features)
    unit = F.normalize(features, dim=1)
    squares = unit @ unit.T
    off = 1 - torch.eye(n, device=features.device)
    return ((squares * off).sum() / (n * (n - 1))) ** 2
