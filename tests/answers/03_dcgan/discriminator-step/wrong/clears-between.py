# zero_grad() between backward() and step().
# fails: discriminator-step-update, discriminator-step-company
# says: zero_grad() stands between
def discriminator_step(D, G, real, optim_D, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    real = real.to(device)
    noise = torch.randn(len(real), nz, 1, 1, device=device)
    fake = G(noise).detach()
    on_real, on_fake = D(real), D(fake)
    loss = loss_func(on_real, torch.ones_like(on_real)) + loss_func(on_fake, torch.zeros_like(on_fake))
    loss.backward()
    optim_D.zero_grad()
    optim_D.step()
    return loss.item()
