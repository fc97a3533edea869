# The identity is made on the default device.
# fails: pulling-away-gradient
# says: a tensor was left on the CPU, or a network: create noise and labels
def pulling_away_term(features):
    n = len(features)
    unit = F.normalize(features, dim=1)
    squares = (unit @ unit.T) ** 2
    off = 1 - torch.eye(n)
    return (squares * off).sum() / (n * (n - 1))
