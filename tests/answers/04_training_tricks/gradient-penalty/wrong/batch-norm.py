# One norm for the whole batch.
# fails: gradient-penalty-plane, gradient-penalty-bowl
# says: one norm for each sample
# also: gradient-penalty-learns
def gradient_penalty(D, real, fake):
    eps = torch.rand(len(real), *[1] * (real.dim() - 1), device=real.device)
    x = (eps * real + (1 - eps) * fake).detach().requires_grad_(True)

    (g,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return (g.norm() - 1) ** 2
