# The gradient of D's mean answer: each slope is divided by the number of images.
# fails: r1-penalty-value
# says: take the sum of its answers
def r1_penalty(D, real):
    x = real.detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).mean(), x, create_graph=True)
    return slope.flatten(1).square().sum(1).mean() / 2
