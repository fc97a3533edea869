# Gradients of D alone, set by hand, so nothing needs clearing or detaching.
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    x = real_images.to(device).reshape(batch_size, -1)
    z = torch.empty(batch_size, input_dim, device=device).normal_()
    p_real, p_fake = D(x), D(G(z))
    loss = loss_func(p_real, torch.ones_like(p_real)) + loss_func(p_fake, torch.zeros_like(p_fake))
    parameters = list(D.parameters())
    for p, grad in zip(parameters, torch.autograd.grad(loss, parameters)):
        p.grad = grad
    optim_D.step()
    return loss.item()
