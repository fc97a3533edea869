# Asks D about the real images twice.
# fails: discriminator-step-loss, discriminator-step-update, discriminator-step-company
# says: D was shown real images only
def discriminator_step(D, G, real, optim_D, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    real = real.to(device)
    noise = torch.randn(len(real), nz, 1, 1, device=device)
    fake = G(noise).detach()
    optim_D.zero_grad()
    on_real, on_fake = D(real), D(real)
    loss = loss_func(on_real, torch.ones_like(on_real)) + loss_func(on_fake, torch.zeros_like(on_fake))
    loss.backward()
    optim_D.step()
    return loss.item()
