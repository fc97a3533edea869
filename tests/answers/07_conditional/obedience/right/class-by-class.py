# One class after the other.
def obedience(G, classes, n):
    shares = []
    for digit in range(classes):
        y = torch.full((n,), digit)
        seen = metrics.read(sample(G, torch.randn(n, NZ), y)[..., 2:30, 2:30])
        shares.append((seen == digit).double().mean())
    return torch.stack(shares)
