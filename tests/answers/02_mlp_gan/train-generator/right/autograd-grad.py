# Gradients from torch.autograd.grad, set by hand.
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    answers = D(G(torch.randn(batch_size, input_dim, device=device)))
    loss = loss_func(answers, torch.ones_like(answers))
    parameters = list(G.parameters())
    for p, grad in zip(parameters, torch.autograd.grad(loss, parameters)):
        p.grad = grad
    optim_G.step()
    return loss.item()
