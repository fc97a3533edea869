# item() at the end: a float without a gradient.
# fails: pulling-away-value, pulling-away-gradient
# says: pulling_away_term(features) should be a tensor, not float
def pulling_away_term(features):
    n = len(features)
    unit = F.normalize(features, dim=1)
    squares = (unit @ unit.T) ** 2
    off = 1 - torch.eye(n, device=features.device)
    return ((squares * off).sum() / (n * (n - 1))).item()
