# Real images only: G is never asked.
# fails: train-discriminator-loss, train-discriminator-step, train-discriminator-noise
# says: the discriminator's step shows D real images only
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    optim_D.zero_grad()
    real = real_images.to(device).reshape(batch_size, -1)
    loss = loss_func(D(real), torch.ones(batch_size, 1, device=device))
    loss.backward()
    optim_D.step()
    return loss.item()
