# The same noise in each call.
# fails: discriminator-step-noise
# says: by a Generator with a fixed seed
def discriminator_step(D, G, real, optim_D, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    real = real.to(device)
    noise = torch.randn(len(real), nz, 1, 1, generator=torch.Generator().manual_seed(0)).to(device)
    fake = G(noise).detach()
    optim_D.zero_grad()
    on_real, on_fake = D(real), D(fake)
    loss = loss_func(on_real, torch.ones_like(on_real)) + loss_func(on_fake, torch.zeros_like(on_fake))
    loss.backward()
    optim_D.step()
    return loss.item()
