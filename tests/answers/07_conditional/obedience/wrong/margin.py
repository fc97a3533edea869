# Leaves the margin on.
# fails: obedience-shares, obedience-draws
# says: (N, 1, 28, 28)
def obedience(G, classes, n):
    y = torch.arange(classes).repeat_interleave(n)
    images = sample(G, torch.randn(len(y), NZ), y)
    return (metrics.read(images) == y).float().reshape(classes, n).mean(1)
