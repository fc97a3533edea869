# ε is a normal number.
# fails: gradient-penalty-mixture
# says: it looks normal
def gradient_penalty(D, real, fake):
    eps = torch.randn(len(real), *[1] * (real.dim() - 1), device=real.device)
    x = (eps * real + (1 - eps) * fake).detach().requires_grad_(True)
    (g,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return (g.flatten(1).norm(dim=1) - 1).square().mean()
