# The features are detached, so the term has no gradient.
# fails: pulling-away-gradient
# says: the term has no gradient: is it detached, or made into a number?
def pulling_away_term(features):
    n = len(features)
    unit = F.normalize(features.detach(), dim=1)
    squares = (unit @ unit.T) ** 2
    off = 1 - torch.eye(n, device=features.device)
    return (squares * off).sum() / (n * (n - 1))
