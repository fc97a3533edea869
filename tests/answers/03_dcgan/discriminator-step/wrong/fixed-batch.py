# Writes 32 for the number of labels.
# fails: discriminator-step-loss, discriminator-step-update, discriminator-step-company, discriminator-step-noise, discriminator-step-device
# says: as many labels as images
def discriminator_step(D, G, real, optim_D, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    real = real.to(device)
    noise = torch.randn(len(real), nz, 1, 1, device=device)
    fake = G(noise).detach()
    optim_D.zero_grad()
    on_real, on_fake = D(real), D(fake)
    loss = loss_func(on_real, torch.ones(32, 1, device=device)) + loss_func(on_fake, torch.zeros(32, 1, device=device))
    loss.backward()
    optim_D.step()
    return loss.item()
