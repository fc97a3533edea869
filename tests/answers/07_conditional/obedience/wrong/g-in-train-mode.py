# Calls G itself, in train mode.
# fails: obedience-shares, obedience-draws
# says: in train mode
def obedience(G, classes, n):
    """How often the classifier reads what was asked for: one share for each class, (classes,), float."""
    y = torch.arange(classes).repeat_interleave(n)
    z = torch.randn(len(y), NZ)
    images = G(z.reshape(-1, NZ, 1, 1), y).detach().add(1).div(2).cpu()[:, :, 2:-2, 2:-2]
    return (metrics.read(images) == y).float().reshape(classes, n).mean(1)
