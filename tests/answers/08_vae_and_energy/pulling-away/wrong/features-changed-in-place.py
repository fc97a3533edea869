# The features are normalised in place.
# fails: pulling-away-value, pulling-away-gradient
# says: pulling_away_term(features) changed its input in place: make a new
def pulling_away_term(features):
    n = len(features)
    features.data /= features.data.norm(dim=1, keepdim=True)
    unit = F.normalize(features, dim=1)
    squares = (unit @ unit.T) ** 2
    off = 1 - torch.eye(n, device=features.device)
    return (squares * off).sum() / (n * (n - 1))
