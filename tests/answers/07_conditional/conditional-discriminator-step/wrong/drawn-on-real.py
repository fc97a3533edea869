# D sees the real images with the drawn labels.
# fails: conditional-discriminator-step-loss, conditional-discriminator-step-update, conditional-discriminator-step-company
# says: D was shown the real images with the labels drawn for G, which belong to the fakes
def conditional_discriminator_step(D, G, real, labels, optim_D, nz, classes, device):
    loss_func = nn.BCEWithLogitsLoss()
    real, labels = real.to(device), labels.to(device)
    drawn = torch.randint(classes, (len(real),), device=device)
    noise = torch.randn(len(real), nz, 1, 1, device=device)
    fake = G(noise, drawn).detach()
    optim_D.zero_grad()
    on_real, on_fake = D(real, drawn), D(fake, drawn)
    loss = loss_func(on_real, torch.ones_like(on_real)) + loss_func(on_fake, torch.zeros_like(on_fake))
    loss.backward()
    optim_D.step()
    return loss.item()
