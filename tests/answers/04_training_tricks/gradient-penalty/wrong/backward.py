# Calls backward, which leaves gradients in D.
# fails: gradient-penalty-learns
# says: left gradients in D
# also: gradient-penalty-plane, gradient-penalty-bowl, gradient-penalty-mixture
def gradient_penalty(D, real, fake):
    eps = torch.rand(len(real), *[1] * (real.dim() - 1), device=real.device)
    x = (eps * real + (1 - eps) * fake).detach().requires_grad_(True)
    D(x).sum().backward(create_graph=True)
    return (x.grad.flatten(1).norm(dim=1) - 1).square().mean()
