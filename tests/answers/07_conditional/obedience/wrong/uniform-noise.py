# Uniform noise.
# fails: obedience-draws
# says: it looks uniform
def obedience(G, classes, n):
    y = torch.arange(classes).repeat_interleave(n)
    images = sample(G, torch.rand(len(y), NZ), y)[:, :, 2:-2, 2:-2]
    return (metrics.read(images) == y).float().reshape(classes, n).mean(1)
