# torch.func: the gradient of one sample, for all samples at once.
def gradient_penalty(D, real, fake):
    eps = torch.rand(len(real), *[1] * (real.dim() - 1), device=real.device)
    mixed = torch.lerp(fake, real, eps)
    slope = torch.func.vmap(torch.func.grad(lambda x: D(x.unsqueeze(0)).sum()))(mixed)
    return (torch.linalg.vector_norm(slope.flatten(1), dim=1) - 1).square().mean()
