# Scales the real images again, in place.
# fails: train-discriminator-loss, train-discriminator-step
# says: the discriminator's step changed its input in place
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    real_images.mul_(2).sub_(1)
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss = loss_func(D(real), ones) + loss_func(D(fake), zeros)
    loss.backward()
    optim_D.step()
    return loss.item()
