# Calls backward, which leaves gradients in D.
# fails: r1-penalty-learns
# says: left gradients in D
def r1_penalty(D, real):
    x = real.detach().requires_grad_(True)
    D(x).sum().backward(create_graph=True)
    return x.grad.flatten(1).square().sum(1).mean() / 2
