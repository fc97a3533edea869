# G is trained on the most energetic fake, max in place of mean.
# fails: energy-steps-loss, energy-steps-update
# says: the largest energy is taken: take the mean
def energy_discriminator_step(D, G, optim_D, x, latent, margin):
    fake = G(torch.randn(len(x), latent, device=x.device)).detach()
    loss = D.energy(x).mean() + F.relu(margin - D.energy(fake)).mean()
    optim_D.zero_grad()
    loss.backward()
    optim_D.step()
    return loss.item()


def energy_generator_step(D, G, optim_G, n, latent, weight, device):
    fake = G(torch.randn(n, latent, device=device))
    loss = D.energy(fake).max() + weight * pulling_away_term(D.encode(fake))
    optim_G.zero_grad()
    loss.backward(inputs=list(G.parameters()))
    optim_G.step()
    return loss.item()
