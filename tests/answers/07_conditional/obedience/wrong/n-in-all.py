# n images in all.
# fails: obedience-shares, obedience-draws
# says: images of each
def obedience(G, classes, n):
    y = torch.randint(classes, (n,))
    images = sample(G, torch.randn(len(y), NZ), y)[:, :, 2:-2, 2:-2]
    return (metrics.read(images) == y).float().mean().expand(classes)
