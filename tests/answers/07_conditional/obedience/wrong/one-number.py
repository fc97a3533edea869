# The mean over all classes.
# fails: obedience-shares
# says: give one share for each class
def obedience(G, classes, n):
    y = torch.arange(classes).repeat_interleave(n)
    images = sample(G, torch.randn(len(y), NZ), y)[:, :, 2:-2, 2:-2]
    return (metrics.read(images) == y).float().mean()
