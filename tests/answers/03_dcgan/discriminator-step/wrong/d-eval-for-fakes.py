# D judges the fakes in eval mode.
# fails: discriminator-step-company
# says: D judged the fakes alone in eval mode
def discriminator_step(D, G, real, optim_D, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    real = real.to(device)
    noise = torch.randn(len(real), nz, 1, 1, device=device)
    fake = G(noise).detach()
    optim_D.zero_grad()
    on_real = D(real)
    on_fake = D.eval()(fake)
    D.train()
    loss = loss_func(on_real, torch.ones_like(on_real)) + loss_func(on_fake, torch.zeros_like(on_fake))
    loss.backward()
    optim_D.step()
    return loss.item()
