# create_graph is missing, so D cannot learn from it.
# fails: gradient-penalty-learns
# says: create_graph=True missing
def gradient_penalty(D, real, fake):
    eps = torch.rand(len(real), *[1] * (real.dim() - 1), device=real.device)
    x = (eps * real + (1 - eps) * fake).detach().requires_grad_(True)

    (g,) = torch.autograd.grad(D(x).sum(), x)
    return (g.flatten(1).norm(dim=1) - 1).square().mean()
