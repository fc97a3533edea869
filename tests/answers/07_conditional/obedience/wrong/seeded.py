# The same noise in each call.
# fails: obedience-draws
# says: two calls used the same noise
def obedience(G, classes, n):
    torch.manual_seed(0)
    y = torch.arange(classes).repeat_interleave(n)
    images = sample(G, torch.randn(len(y), NZ), y)[:, :, 2:-2, 2:-2]
    return (metrics.read(images) == y).float().reshape(classes, n).mean(1)
