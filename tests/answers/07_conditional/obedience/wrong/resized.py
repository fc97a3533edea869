# Images are shrunk to 28 × 28, not cut.
# fails: obedience-shares
# says: cut their margin off
def obedience(G, classes, n):
    """How often the classifier reads what was asked for: one share for each class, (classes,), float."""
    y = torch.arange(classes).repeat_interleave(n)
    z = torch.randn(len(y), NZ)
    images = nn.functional.interpolate(sample(G, z, y), size=28)
    return (metrics.read(images) == y).float().reshape(classes, n).mean(1)
