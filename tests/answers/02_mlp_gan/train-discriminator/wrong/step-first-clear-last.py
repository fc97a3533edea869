# Steps, goes back, then clears.
# fails: train-discriminator-loss, train-discriminator-step, train-discriminator-noise, train-discriminator-device
# says: optim_D.step() comes before backward(): first zero_grad()
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    loss = loss_func(D(real), ones) + loss_func(D(fake), zeros)
    optim_D.step()
    loss.backward()
    optim_D.zero_grad()
    return loss.item()
