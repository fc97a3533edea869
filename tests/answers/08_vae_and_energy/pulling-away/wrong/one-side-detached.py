# One side of the matrix product is detached, so the gradient is half of what it should be.
# fails: pulling-away-gradient
# says: it is half of it: is one side of the product detached?
def pulling_away_term(features):
    n = len(features)
    unit = F.normalize(features, dim=1)
    squares = (unit @ unit.detach().T) ** 2
    off = 1 - torch.eye(n, device=features.device)
    return (squares * off).sum() / (n * (n - 1))
