# The mean is over the fakes inside the margin only, not over all.
# fails: energy-steps-loss, energy-steps-update
# says: the mean is over the fakes within the margin only: divide by all of them
def energy_discriminator_step(D, G, optim_D, x, latent, margin):
    fake = G(torch.randn(len(x), latent, device=x.device)).detach()
    gap = margin - D.energy(fake)
    active = (gap > 0).float()
    loss = D.energy(x).mean() + (gap * active).sum() / active.sum().clamp(min=1)
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
