# Asks D about the real images under no_grad.
# fails: train-discriminator-step
# says: only the fake half of the loss moved D
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    with torch.no_grad():
        p_real = D(real)
    loss = loss_func(p_real, ones) + loss_func(D(fake), zeros)
    loss.backward()
    optim_D.step()
    return loss.item()
