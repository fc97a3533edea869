# The classical form, with grad_outputs and view.
def gradient_penalty(D, real, fake):
    batch = real.size(0)
    eps = torch.rand([batch] + [1] * (real.dim() - 1)).to(real.device)
    x = eps * real.detach() + (1 - eps) * fake.detach()
    x.requires_grad = True
    out = D(x)
    grad = torch.autograd.grad(outputs=out, inputs=x, grad_outputs=torch.ones_like(out), create_graph=True, retain_graph=True, only_inputs=True)[0]
    norm = torch.sqrt(grad.reshape(batch, -1).pow(2).sum(1) + 1e-12)
    return ((norm - 1) ** 2).mean()
