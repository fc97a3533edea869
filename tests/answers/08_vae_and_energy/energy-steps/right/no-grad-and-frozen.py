# torch.no_grad around G, clamp; in G's step D is frozen and given back as it was.
def energy_discriminator_step(D, G, optim_D, x, latent, margin):
    optim_D.zero_grad(set_to_none=True)
    with torch.no_grad():
        z = torch.randn((x.shape[0], latent), device=x.device)
        fake = G(z)
    real_part = D.energy(x).mean()
    fake_part = (margin - D.energy(fake)).clamp(min=0).mean()
    loss = real_part + fake_part
    loss.backward()
    optim_D.step()
    return float(loss)


def energy_generator_step(D, G, optim_G, n, latent, weight, device):
    optim_G.zero_grad(set_to_none=True)
    flags = [p.requires_grad for p in D.parameters()]
    for p in D.parameters():
        p.requires_grad_(False)
    try:
        z = torch.randn((n, latent), device=device)
        fake = G(z)
        loss = D.energy(fake).mean() + pulling_away_term(D.encode(fake)) * weight
        loss.backward()
    finally:
        for p, flag in zip(D.parameters(), flags):
            p.requires_grad_(flag)
    optim_G.step()
    return float(loss)
