# D's own .grad is cleared at the end.
# fails: gradient-penalty-learns
# says: leave out zero_grad()
def gradient_penalty(D, real, fake):
    epsilon = torch.rand(len(real), *[1] * (real.dim() - 1), device=real.device)
    mixture = epsilon * real.detach() + (1 - epsilon) * fake.detach()
    mixture.requires_grad_()
    (gradient,) = torch.autograd.grad(D(mixture).sum(), mixture, create_graph=True)
    norms = gradient.flatten(1).norm(dim=1)
    D.zero_grad()
    return ((norms - 1) ** 2).mean()
