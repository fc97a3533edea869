# Two backward calls, whose gradients add up, in place of one on the sum.
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    """One update of D. Real images are labelled exactly 1, fake images 0."""
    optim_D.zero_grad()

    real_images = real_images.view(batch_size, -1).to(device)
    loss_real = loss_func(D(real_images), torch.ones(batch_size, 1).to(device))
    loss_real.backward()

    noise = torch.randn(batch_size, input_dim).to(device)
    with torch.no_grad():
        fake_images = G(noise)
    loss_fake = loss_func(D(fake_images), torch.zeros(batch_size, 1).to(device))
    loss_fake.backward()

    optim_D.step()
    return loss_real.item() + loss_fake.item()
