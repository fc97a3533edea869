# Adds 1 to the given labels in place.
# fails: conditional-discriminator-step-loss, conditional-discriminator-step-update, conditional-discriminator-step-company, conditional-discriminator-step-labels, conditional-discriminator-step-noise, conditional-discriminator-step-device
# says: changed its input labels in place
def conditional_discriminator_step(D, G, real, labels, optim_D, nz, classes, device):
    labels += 1
    labels %= classes
    loss_func = nn.BCEWithLogitsLoss()
    real, labels = real.to(device), labels.to(device)
    drawn = torch.randint(classes, (len(real),), device=device)
    noise = torch.randn(len(real), nz, 1, 1, device=device)
    fake = G(noise, drawn).detach()
    optim_D.zero_grad()
    on_real, on_fake = D(real, labels), D(fake, drawn)
    loss = loss_func(on_real, torch.ones_like(on_real)) + loss_func(on_fake, torch.zeros_like(on_fake))
    loss.backward()
    optim_D.step()
    return loss.item()
