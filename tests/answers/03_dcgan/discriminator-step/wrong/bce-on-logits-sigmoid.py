# Sigmoid, then BCELoss: the gradient is gone where D is sure and wrong.
# fails: discriminator-step-update
# says: a Sigmoid and then a logarithm, in BCELoss
def discriminator_step(D, G, real, optim_D, nz, device):
    """One update of D. Real images are labelled exactly 1, fake images 0.

    real: (N, nc, H, W) in [−1, 1], on any device: move it to `device`. As many fakes as reals.
    Returns the loss before the update, real part plus fake part, as a float.
    """
    loss_func = nn.BCELoss()
    optim_D.zero_grad()
    real = real.to(device)
    l_real = torch.sigmoid(D(real))
    loss_real = loss_func(l_real, torch.ones_like(l_real))
    noise = torch.randn(len(real), nz, 1, 1, device=device)
    fake = G(noise).detach()
    l_fake = torch.sigmoid(D(fake))
    loss_fake = loss_func(l_fake, torch.zeros_like(l_fake))
    loss = loss_real + loss_fake
    loss.backward()
    optim_D.step()
    return loss.item()
