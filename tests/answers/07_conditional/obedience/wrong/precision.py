# Of those read as k, how many were asked for.
# fails: obedience-shares
# says: divide by those asked for
def obedience(G, classes, n):
    y = torch.arange(classes).repeat_interleave(n)
    images = sample(G, torch.randn(len(y), NZ), y)[:, :, 2:-2, 2:-2]
    seen = metrics.read(images)
    return torch.stack([(y[seen == k] == k).sum() / (seen == k).sum().clamp(min=1) for k in range(classes)])
