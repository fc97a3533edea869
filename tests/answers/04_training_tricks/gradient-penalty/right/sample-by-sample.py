# One sample after the other.
def gradient_penalty(D, real, fake):
    total = 0
    for x, y in zip(real, fake):
        eps = torch.rand((), device=real.device)
        mixed = (eps * x + (1 - eps) * y).detach().unsqueeze(0).requires_grad_(True)
        (slope,) = torch.autograd.grad(D(mixed).sum(), mixed, create_graph=True)
        total = total + (slope.norm() - 1) ** 2
    return total / len(real)
