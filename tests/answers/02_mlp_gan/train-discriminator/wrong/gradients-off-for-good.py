# Switches gradients off for the fake images, and on again for the loss only.
# fails: train-discriminator-loss, train-discriminator-step, train-discriminator-noise, train-discriminator-device
# says: left gradients switched off
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    torch.set_grad_enabled(False)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    torch.set_grad_enabled(True)
    optim_D.zero_grad()
    loss = loss_func(D(real), ones) + loss_func(D(fake), zeros)
    loss.backward()
    optim_D.step()
    torch.set_grad_enabled(False)
    return loss.item()
