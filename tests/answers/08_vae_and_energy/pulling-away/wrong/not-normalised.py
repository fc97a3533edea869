# Squared dot products of the features as they are.
# fails: pulling-away-value, pulling-away-gradient
# says: the rows are not divided by their length: take cosines
def pulling_away_term(features):
    n = len(features)
    unit = features
    squares = (unit @ unit.T) ** 2
    off = 1 - torch.eye(n, device=features.device)
    return (squares * off).sum() / (n * (n - 1))
