# Fake images are labelled 1 as well.
# fails: train-discriminator-loss, train-discriminator-step
# says: fake images are labelled 1
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    labels = torch.ones(batch_size, 1, device=device)
    real = real_images.to(device).reshape(batch_size, -1)
    fake = G(torch.randn(batch_size, input_dim, device=device)).detach()
    optim_D.zero_grad()
    loss = loss_func(D(real), labels) + loss_func(D(fake), labels)
    loss.backward()
    optim_D.step()
    return loss.item()
