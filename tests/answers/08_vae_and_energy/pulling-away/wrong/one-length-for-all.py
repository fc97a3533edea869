# All features are divided by one number, the norm of the whole matrix times 1/√N.
# fails: pulling-away-value, pulling-away-gradient
# says: all rows are divided by one length, that of all features together
def pulling_away_term(features):
    n = len(features)
    unit = features / features.norm() * math.sqrt(n)
    squares = (unit @ unit.T) ** 2
    off = 1 - torch.eye(n, device=features.device)
    return (squares * off).sum() / (n * (n - 1))
