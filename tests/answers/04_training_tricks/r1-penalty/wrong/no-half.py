# The factor 1/2 is missing.
# fails: r1-penalty-value
# says: the half is missing
def r1_penalty(D, real):
    x = real.detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return slope.flatten(1).square().sum(1).mean()
