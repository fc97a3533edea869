# How often each digit comes, whatever was asked.
# fails: obedience-shares
# says: whatever was asked
def obedience(G, classes, n):
    y = torch.arange(classes).repeat_interleave(n)
    images = sample(G, torch.randn(len(y), NZ), y)[:, :, 2:-2, 2:-2]
    seen = metrics.read(images)
    return torch.stack([(seen == k).sum() / n for k in range(classes)])
