# Takes the numbers out before backward().
# fails: train-discriminator-loss, train-discriminator-step, train-discriminator-noise, train-discriminator-device
# says: 'float' object has no attribute 'backward'
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss = loss_func(D(real), ones).item() + loss_func(D(fake), zeros).item()
    loss.backward()
    optim_D.step()
    return loss
