# Labels of real and fake are swapped.
# fails: discriminator-step-loss, discriminator-step-update
# says: the labels look swapped
def discriminator_step(D, G, real, optim_D, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    real = real.to(device)
    fake = G(torch.randn(len(real), nz, 1, 1, device=device)).detach()
    optim_D.zero_grad()
    a, b = D(real), D(fake)
    loss = loss_func(a, torch.zeros_like(a)) + loss_func(b, torch.ones_like(b))
    loss.backward()
    optim_D.step()
    return loss.item()
