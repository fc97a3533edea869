# Detaches D's answer on the fake images, so D learns from the real ones alone.
# fails: train-discriminator-step
# says: only the real half of the loss moved D
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_D.zero_grad()
    loss = loss_func(D(real), ones) + loss_func(D(G(noise)).detach(), zeros)
    loss.backward()
    optim_D.step()
    return loss.item()
