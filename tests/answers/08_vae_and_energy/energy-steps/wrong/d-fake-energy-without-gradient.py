# torch.no_grad covers D.energy(fake) too: the loss is right, but fakes teach nothing.
# fails: energy-steps-update
# says: the gradient of the fake half was lost, by a detach() or no_grad() on D.energy(fake)
def energy_discriminator_step(D, G, optim_D, x, latent, margin):
    with torch.no_grad():
        fake = G(torch.randn(len(x), latent, device=x.device))
        energy_fake = D.energy(fake)
    loss = D.energy(x).mean() + F.relu(margin - energy_fake).mean()
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
