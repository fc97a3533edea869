# The mean feature is subtracted first: correlations of deviations, not cosines.
# fails: pulling-away-value, pulling-away-gradient
# says: the mean feature is subtracted first: take the features as they are
def pulling_away_term(features):
    n = len(features)
    unit = F.normalize(features - features.mean(0), dim=1)
    squares = (unit @ unit.T) ** 2
    off = 1 - torch.eye(n, device=features.device)
    return (squares * off).sum() / (n * (n - 1))
