# Sums the logarithms over the batch.
# fails: train-discriminator-loss, train-discriminator-step
# says: summed over the batch
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss = -(torch.log(D(real)) + torch.log(1 - D(fake))).sum()
    loss.backward()
    optim_D.step()
    return loss.item()
