# Columns are normalised, not rows (dim=0).
# fails: pulling-away-value, pulling-away-gradient
# says: columns are divided by their length, not rows
def pulling_away_term(features):
    n = len(features)
    unit = F.normalize(features, dim=0)
    squares = (unit @ unit.T) ** 2
    off = 1 - torch.eye(n, device=features.device)
    return (squares * off).sum() / (n * (n - 1))
