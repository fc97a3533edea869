# ε has the shape (N, 1), whatever the images have.
# fails: gradient-penalty-plane, gradient-penalty-bowl, gradient-penalty-mixture, gradient-penalty-learns
# says: give it a size of 1 for each dimension that it lacks
def gradient_penalty(D, real, fake):
    eps = torch.rand(len(real), 1, device=real.device)
    x = (eps * real + (1 - eps) * fake).detach().requires_grad_(True)
    (g,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return (g.flatten(1).norm(dim=1) - 1).square().mean()
