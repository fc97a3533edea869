# create_graph is missing.
# fails: r1-penalty-learns
# says: create_graph=True missing
def r1_penalty(D, real):
    x = real.detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x)
    return slope.flatten(1).square().sum(1).mean() / 2
