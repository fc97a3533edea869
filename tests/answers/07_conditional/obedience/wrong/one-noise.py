# One noise for all.
# fails: obedience-draws
# says: all rows of the noise are the same
def obedience(G, classes, n):
    y = torch.arange(classes).repeat_interleave(n)
    images = sample(G, torch.randn(1, NZ).expand(len(y), NZ), y)[:, :, 2:-2, 2:-2]
    return (metrics.read(images) == y).float().reshape(classes, n).mean(1)
