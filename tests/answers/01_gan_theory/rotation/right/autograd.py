# Takes the gradients from PyTorch.
def gradients(x, y):
    x, y = (torch.tensor(float(v), dtype=torch.float64, requires_grad=True) for v in (x, y))
    return [g.item() for g in torch.autograd.grad(x * y, (x, y))]


def simultaneous_step(x, y, lr):
    gx, gy = gradients(x, y)
    return x - lr * gx, y + lr * gy


def alternating_step(x, y, lr):
    x = x - lr * gradients(x, y)[0]
    return x, y + lr * gradients(x, y)[1]
