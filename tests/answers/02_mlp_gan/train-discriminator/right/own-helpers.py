# Helpers of its own, with names that others use too.
def noise(n, dim, device):
    return torch.randn(n, dim, device=device)


def update(optimizer, loss):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def label(like, value):
    return torch.full_like(like, value)


def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    real = D(real_images.to(device).flatten(1))
    fake = D(G(noise(batch_size, input_dim, device)).detach())
    return update(optim_D, loss_func(real, label(real, 1.0)) + loss_func(fake, label(fake, 0.0)))
