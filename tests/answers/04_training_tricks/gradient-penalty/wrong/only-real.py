# Asks D about real images only.
# fails: gradient-penalty-mixture
# says: about real images only
def gradient_penalty(D, real, fake):
    x = real.detach().clone().requires_grad_(True)
    (g,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return (g.flatten(1).norm(dim=1) - 1).square().mean()
