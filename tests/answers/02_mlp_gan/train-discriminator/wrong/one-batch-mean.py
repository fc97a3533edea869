# Real and fake images in one batch: the loss is the mean of the two terms, half their sum.
# fails: train-discriminator-loss
# says: real and fake images went through D as one batch, and the loss is the mean over both
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    fake = G(torch.randn((batch_size, input_dim), device=device)).detach()
    images = torch.cat([real_images.to(device).flatten(1), fake])
    labels = torch.cat([torch.ones(batch_size, 1), torch.zeros(batch_size, 1)]).to(device)
    loss = loss_func(D(images), labels)
    optim_D.zero_grad()
    loss.backward()
    optim_D.step()
    return float(loss)
