# Always 128 fake images, whatever the size of the batch.
# fails: train-discriminator-noise
# says: should have shape (32, 100), not (128, 100)
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    real = real_images.to(device).flatten(1)
    fake = G(torch.randn(128, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss_real = loss_func(D(real), torch.ones(len(real), 1, device=device))
    loss_fake = loss_func(D(fake), torch.zeros(128, 1, device=device))
    loss = loss_real + loss_fake
    loss.backward()
    optim_D.step()
    return loss.item()
