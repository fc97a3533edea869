# The lengths are detached: the value is right, the gradient is not.
# fails: pulling-away-gradient
# says: the lengths are detached: a feature could shrink instead of turning
def pulling_away_term(features):
    n = len(features)
    unit = features / features.norm(dim=1, keepdim=True).detach()
    squares = (unit @ unit.T) ** 2
    off = 1 - torch.eye(n, device=features.device)
    return (squares * off).sum() / (n * (n - 1))
