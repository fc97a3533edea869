# Brings the networks to the CPU, where it keeps everything.
# fails: train-discriminator-device
# says: moved a network away from
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    D, G = D.to("cpu"), G.to("cpu")
    real = real_images.reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim)).detach()
    optim_D.zero_grad()
    loss = loss_func(D(real), torch.ones(batch_size, 1)) + loss_func(D(fake), torch.zeros(batch_size, 1))
    loss.backward()
    optim_D.step()
    return loss.item()
