# Smooths both labels.
# fails: train-discriminator-loss, train-discriminator-step
# says: both labels look smoothed
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.full((batch_size, 1), 0.9, device=device)
    zeros = torch.full((batch_size, 1), 0.1, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss = loss_func(D(real), ones) + loss_func(D(fake), zeros)
    loss.backward()
    optim_D.step()
    return loss.item()
