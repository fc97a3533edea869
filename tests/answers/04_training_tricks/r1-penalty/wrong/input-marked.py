# Sets requires_grad on the real images themselves, which changes what came in.
# fails: r1-penalty-value, r1-penalty-learns
# says: changed requires_grad of its input
def r1_penalty(D, real):
    """R1 (formula above): half the mean squared length of D's slope at real images, without γ.

    D: network from images to one number each, (N, 1) or (N,), without BatchNorm.
    real: (N, …) with any number of dimensions, on D's device; it is not changed.
    Returns a tensor with one number; its gradient reaches D's parameters. Their .grad is left
    alone.
    """
    real.requires_grad_(True)
    (slope,) = torch.autograd.grad(D(real).sum(), real, create_graph=True)
    return 0.5 * slope.flatten(1).pow(2).sum(dim=1).mean()
