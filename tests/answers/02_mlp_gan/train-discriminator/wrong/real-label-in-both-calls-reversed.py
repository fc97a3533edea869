# Calls loss_func with fake images and ones, and leaves the real ones out.
# fails: train-discriminator-loss, train-discriminator-step
# says: this is the generator's loss
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss = loss_func(D(fake), ones)
    loss.backward()
    optim_D.step()
    return loss.item()
