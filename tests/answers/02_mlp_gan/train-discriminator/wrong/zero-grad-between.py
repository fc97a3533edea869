# Clears the gradients between the two backward calls, so only the fake half counts.
# fails: train-discriminator-step
# says: only the fake half of the loss moved D
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    optim_D.zero_grad()
    real = real_images.to(device).reshape(batch_size, -1)
    loss_real = loss_func(D(real), torch.ones(batch_size, 1, device=device))
    loss_real.backward()

    optim_D.zero_grad()
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    loss_fake = loss_func(D(fake), torch.zeros(batch_size, 1, device=device))
    loss_fake.backward()
    optim_D.step()
    return (loss_real + loss_fake).item()
