# squeeze() drops the batch as well when it holds one image.
# fails: train-discriminator-loss, train-discriminator-step
# says: the labels should have D's shape
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    ones = torch.ones(batch_size, device=device)
    zeros = torch.zeros(batch_size, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss = loss_func(D(real).squeeze(), ones) + loss_func(D(fake).squeeze(), zeros)
    loss.backward()
    optim_D.step()
    return loss.item()
