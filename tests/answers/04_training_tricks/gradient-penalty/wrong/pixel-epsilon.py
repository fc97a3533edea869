# One ε for each number of an image.
# fails: gradient-penalty-mixture
# says: beside the straight line
def gradient_penalty(D, real, fake):
    eps = torch.rand_like(real)
    x = (eps * real + (1 - eps) * fake).detach().requires_grad_(True)
    (g,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return (g.flatten(1).norm(dim=1) - 1).square().mean()
