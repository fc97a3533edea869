# Real and fake in one call of D; gradients zeroed before backward and again behind the step; D's own gradients are put aside and put back.
def energy_discriminator_step(D, G, optim_D, x, latent, margin):
    n = len(x)
    z = torch.distributions.Normal(torch.zeros(n, latent, device=x.device), 1.0).sample()
    fake = G(z).data
    energies = D.energy(torch.cat([fake, x]))
    energy_fake, energy_real = energies[:n], energies[n:]
    loss = energy_real.mean() + (margin - energy_fake.clamp(max=margin)).mean()
    for p in D.parameters():
        p.grad = None
    loss.backward()
    optim_D.step()
    optim_D.zero_grad()
    return loss.detach().cpu().item()


def energy_generator_step(D, G, optim_G, n, latent, weight, device):
    aside = [p.grad for p in D.parameters()]
    for p in D.parameters():
        p.grad = None
    z = torch.distributions.Normal(torch.zeros(n, latent, device=device), 1.0).sample()
    fake = G(z)
    loss = weight * pulling_away_term(D.encode(fake)) + D.energy(fake).mean()
    for p in G.parameters():
        p.grad = None
    loss.backward()
    optim_G.step()
    optim_G.zero_grad()
    for p, grad in zip(D.parameters(), aside):
        p.grad = grad
    return loss.detach().cpu().item()
