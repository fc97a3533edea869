# Steps twice, after each half.
# fails: train-discriminator-step
# says: optim_D.step() was called 2 times
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    loss_fake = loss_func(D(fake), torch.zeros(batch_size, 1, device=device))

    optim_D.zero_grad()
    loss_real = loss_func(D(real), torch.ones(batch_size, 1, device=device))
    total = loss_real.item() + loss_fake.item()
    loss_real.backward()
    optim_D.step()

    optim_D.zero_grad()
    loss_fake = loss_func(D(fake), torch.zeros(batch_size, 1, device=device))
    loss_fake.backward()
    optim_D.step()
    return total
