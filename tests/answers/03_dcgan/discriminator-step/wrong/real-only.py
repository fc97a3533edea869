# Returns the real part only.
# fails: discriminator-step-loss, discriminator-step-company
# says: the step is made with both halves, but the returned value is the real one alone
def discriminator_step(D, G, real, optim_D, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    real = real.to(device)
    noise = torch.randn(len(real), nz, 1, 1, device=device)
    fake = G(noise).detach()
    optim_D.zero_grad()
    on_real, on_fake = D(real), D(fake)
    loss = loss_func(on_real, torch.ones_like(on_real)) + loss_func(on_fake, torch.zeros_like(on_fake))
    loss.backward()
    optim_D.step()
    return loss_func(on_real, torch.ones_like(on_real)).item()
