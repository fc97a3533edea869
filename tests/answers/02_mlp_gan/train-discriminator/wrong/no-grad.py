# Everything under no_grad.
# fails: train-discriminator-loss, train-discriminator-step, train-discriminator-noise, train-discriminator-device
# says: D is asked with gradients switched off
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    optim_D.zero_grad()
    with torch.no_grad():
        real = real_images.to(device).reshape(batch_size, -1)
        fake = G(torch.randn(batch_size, input_dim, device=device))
        loss = loss_func(D(real), ones) + loss_func(D(fake), zeros)
    loss.backward()
    optim_D.step()
    return loss.item()
