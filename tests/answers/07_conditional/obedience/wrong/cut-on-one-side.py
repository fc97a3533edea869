# All 4 pixels are cut off at the bottom and the right.
# fails: obedience-shares
# says: cut off on one side only
def obedience(G, classes, n):
    """How often the classifier reads what was asked for: one share for each class, (classes,), float."""
    y = torch.arange(classes).repeat_interleave(n)
    z = torch.randn(len(y), NZ)
    images = sample(G, z, y)[:, :, :28, :28]
    return (metrics.read(images) == y).float().reshape(classes, n).mean(1)
