# The batch size is written as a number, which breaks on the last batch.
# fails: train-discriminator-loss, train-discriminator-step, train-discriminator-noise, train-discriminator-device
# says: is their number taken from batch_size
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    real = real_images.to(device).flatten(1)
    fake = G(torch.randn(128, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss_real = loss_func(D(real), torch.ones(128, 1, device=device))
    loss_fake = loss_func(D(fake), torch.zeros(128, 1, device=device))
    loss = loss_real + loss_fake
    loss.backward()
    optim_D.step()
    return loss.item()
