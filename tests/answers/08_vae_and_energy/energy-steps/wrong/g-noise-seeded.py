# A generator with a fixed seed: each call has the same noise.
# fails: energy-steps-noise
# says: so did a call of another size; is there a fixed seed
def energy_discriminator_step(D, G, optim_D, x, latent, margin):
    fake = G(torch.randn(len(x), latent, device=x.device)).detach()
    loss = D.energy(x).mean() + F.relu(margin - D.energy(fake)).mean()
    optim_D.zero_grad()
    loss.backward()
    optim_D.step()
    return loss.item()


def energy_generator_step(D, G, optim_G, n, latent, weight, device):
    generator = torch.Generator(device=device).manual_seed(0)
    fake = G(torch.randn(n, latent, device=device, generator=generator))
    loss = D.energy(fake).mean() + weight * pulling_away_term(D.encode(fake))
    optim_G.zero_grad()
    loss.backward(inputs=list(G.parameters()))
    optim_G.step()
    return loss.item()
