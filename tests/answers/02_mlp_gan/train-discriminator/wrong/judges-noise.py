# Gives D the noise in place of G's images.
# fails: train-discriminator-loss, train-discriminator-step, train-discriminator-noise, train-discriminator-device
# says: hand D images, not noise
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_D.zero_grad()
    loss = loss_func(D(real), ones) + loss_func(D(noise), zeros)
    loss.backward()
    optim_D.step()
    return loss.item()
