# Computes the loss under no_grad.
# fails: discriminator-step-loss, discriminator-step-update, discriminator-step-company, discriminator-step-noise, discriminator-step-device
# says: D is asked with gradients switched off
def discriminator_step(D, G, real, optim_D, nz, device):
    real = real.to(device)
    optim_D.zero_grad()
    with torch.no_grad():
        fake = G(torch.randn(len(real), nz, 1, 1, device=device))
        on_real, on_fake = D(real), D(fake)
        loss = nn.BCEWithLogitsLoss()(on_real, torch.ones_like(on_real))
        loss = loss + nn.BCEWithLogitsLoss()(on_fake, torch.zeros_like(on_fake))
    loss.backward()
    optim_D.step()
    return loss.item()
