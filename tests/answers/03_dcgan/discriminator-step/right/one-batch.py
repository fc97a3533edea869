# Real and fake images in one batch.
def discriminator_step(D, G, real, optim_D, nz, device):
    real = real.to(device)
    n = real.size(0)
    fake = G(torch.randn((n, nz, 1, 1), device=device)).detach()
    labels = torch.cat([torch.ones(n, 1), torch.zeros(n, 1)]).to(device)
    logits = D(torch.cat([real, fake]))
    loss = nn.functional.binary_cross_entropy_with_logits(logits, labels)
    D.zero_grad()
    loss.backward()
    optim_D.step()
    return float(loss.detach())
