# One batch, and the mean over it.
# fails: discriminator-step-loss, discriminator-step-update, discriminator-step-company
# says: real and fake images went through D as one batch, and the loss is the mean over both
def discriminator_step(D, G, real, optim_D, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    real = real.to(device)
    noise = torch.randn(len(real), nz, 1, 1, device=device)
    fake = G(noise).detach()
    optim_D.zero_grad()
    logits = D(torch.cat([real, fake]))
    loss = loss_func(logits, torch.cat([torch.ones_like(logits[: len(real)]), torch.zeros_like(logits[len(real) :])]))
    loss.backward()
    optim_D.step()
    return loss.item()
