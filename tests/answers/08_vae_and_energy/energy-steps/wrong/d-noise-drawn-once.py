# The noise is kept from the first call on.
# fails: energy-steps-noise
# says: two calls used the same noise: a call of another size did not; it is kept from an earlier call
NOISE = {}


def energy_discriminator_step(D, G, optim_D, x, latent, margin):
    key = (len(x), latent, x.device)
    if key not in NOISE:
        NOISE[key] = torch.randn(len(x), latent, device=x.device)
    fake = G(NOISE[key]).detach()
    loss = D.energy(x).mean() + F.relu(margin - D.energy(fake)).mean()
    optim_D.zero_grad()
    loss.backward()
    optim_D.step()
    return loss.item()


def energy_generator_step(D, G, optim_G, n, latent, weight, device):
    fake = G(torch.randn(n, latent, device=device))
    loss = D.energy(fake).mean() + weight * pulling_away_term(D.encode(fake))
    optim_G.zero_grad()
    loss.backward(inputs=list(G.parameters()))
    optim_G.step()
    return loss.item()
