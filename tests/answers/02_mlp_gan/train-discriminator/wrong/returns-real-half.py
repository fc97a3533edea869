# Trains on both halves, but returns the loss of the real one only.
# fails: train-discriminator-loss
# says: the step is made with both halves, but the returned value is the real one alone
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss_real = loss_func(D(real), torch.ones(batch_size, 1, device=device))
    loss_fake = loss_func(D(fake), torch.zeros(batch_size, 1, device=device))
    (loss_real + loss_fake).backward()
    optim_D.step()
    return loss_real.item()
