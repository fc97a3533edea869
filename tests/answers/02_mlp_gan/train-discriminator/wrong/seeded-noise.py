# Seeds inside the step, so the noise is the same each time.
# fails: train-discriminator-noise
# says: two calls used the same noise: a seed is set inside the function
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    torch.manual_seed(0)
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss = loss_func(D(real), ones) + loss_func(D(fake), zeros)
    loss.backward()
    optim_D.step()
    return loss.item()
