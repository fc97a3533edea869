# The classes take turns.
def obedience(G, classes, n):
    y = torch.arange(n * classes) % classes
    seen = metrics.read(sample(G, torch.randn(n * classes, NZ), y)[:, :, 2:-2, 2:-2])
    return torch.tensor([(seen[y == k] == k).float().mean().item() for k in range(classes)])
