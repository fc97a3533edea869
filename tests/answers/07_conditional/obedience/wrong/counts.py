# Counts, and does not divide.
# fails: obedience-shares
# says: divide by n
def obedience(G, classes, n):
    y = torch.arange(classes).repeat_interleave(n)
    images = sample(G, torch.randn(len(y), NZ), y)[:, :, 2:-2, 2:-2]
    return (metrics.read(images) == y).float().reshape(classes, n).sum(1)
