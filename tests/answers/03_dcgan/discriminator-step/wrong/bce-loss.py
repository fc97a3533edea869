# BCELoss, which wants probabilities.
# fails: discriminator-step-loss, discriminator-step-update, discriminator-step-noise, discriminator-step-device
# says: a D that gives logits needs BCEWithLogitsLoss
def discriminator_step(D, G, real, optim_D, nz, device):
    loss_func = nn.BCELoss()
    real = real.to(device)
    fake = G(torch.randn(len(real), nz, 1, 1, device=device)).detach()
    optim_D.zero_grad()
    a, b = D(real), D(fake)
    loss = loss_func(a, torch.ones_like(a)) + loss_func(b, torch.zeros_like(b))
    loss.backward()
    optim_D.step()
    return loss.item()
