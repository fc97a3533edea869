# ε on the CPU.
# fails: gradient-penalty-learns
# says: a tensor was left on the CPU
def gradient_penalty(D, real, fake):
    eps = torch.rand(len(real), *[1] * (real.dim() - 1))
    x = (eps * real + (1 - eps) * fake).detach().requires_grad_(True)
    (g,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return (g.flatten(1).norm(dim=1) - 1).square().mean()
