# Labels take turns, shares do not.
# fails: obedience-shares
# says: mixed up
def obedience(G, classes, n):
    y = torch.arange(classes).repeat(n)
    images = sample(G, torch.randn(len(y), NZ), y)[:, :, 2:-2, 2:-2]
    return (metrics.read(images) == y).float().reshape(classes, n).mean(1)
