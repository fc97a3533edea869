# The classical form.
def r1_penalty(D, real):
    x = real.clone().requires_grad_(True)
    out = D(x)
    slope = torch.autograd.grad(outputs=out, inputs=x, grad_outputs=torch.ones_like(out), create_graph=True)[0]
    return slope.reshape(len(x), -1).pow(2).sum(dim=1).mean().div(2)
