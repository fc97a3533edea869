# One ε for the whole batch.
# fails: gradient-penalty-mixture
# says: all samples share one ε
def gradient_penalty(D, real, fake):
    eps = torch.rand(1, device=real.device)
    x = (eps * real + (1 - eps) * fake).detach().requires_grad_(True)
    (g,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return (g.flatten(1).norm(dim=1) - 1).square().mean()
