# The absolute value in place of the square.
# fails: pulling-away-value, pulling-away-gradient
# says: absolute values stand for the squares
def pulling_away_term(features):
    n = len(features)
    unit = F.normalize(features, dim=1)
    squares = (unit @ unit.T).abs()
    off = 1 - torch.eye(n, device=features.device)
    return (squares * off).sum() / (n * (n - 1))
