# The norm over the channels only, a mistake of much published code.
# fails: gradient-penalty-plane, gradient-penalty-bowl
# says: over the channels of each pixel only
# also: gradient-penalty-learns
def gradient_penalty(D, real, fake):
    eps = torch.rand(len(real), *[1] * (real.dim() - 1), device=real.device)
    x = (eps * real + (1 - eps) * fake).detach().requires_grad_(True)

    (g,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return (g.norm(2, dim=1) - 1).square().mean()
