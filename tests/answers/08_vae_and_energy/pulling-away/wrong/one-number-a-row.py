# The mean over the partners only: one number for each row.
# fails: pulling-away-value, pulling-away-gradient
# says: pulling_away_term(features) should have shape (), not
def pulling_away_term(features):
    n = len(features)
    unit = F.normalize(features, dim=1)
    squares = (unit @ unit.T) ** 2
    off = 1 - torch.eye(n, device=features.device)
    return (squares * off).sum(dim=1) / (n - 1)
