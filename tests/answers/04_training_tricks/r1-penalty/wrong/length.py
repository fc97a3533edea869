# The length, not its square.
# fails: r1-penalty-value
# says: the square is missing
def r1_penalty(D, real):
    x = real.detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return slope.flatten(1).norm(dim=1).mean() / 2
