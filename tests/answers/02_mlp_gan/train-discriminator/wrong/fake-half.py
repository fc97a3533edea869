# The second loss overwrites the first.
# fails: train-discriminator-loss, train-discriminator-step
# says: only the fake half is there
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss = loss_func(D(real), torch.ones(batch_size, 1, device=device))
    loss = loss_func(D(fake), torch.zeros(batch_size, 1, device=device))
    loss.backward()
    optim_D.step()
    return loss.item()
