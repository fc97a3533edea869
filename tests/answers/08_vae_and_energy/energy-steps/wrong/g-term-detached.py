# The term sees detached fakes: the loss is right, its gradient is not.
# fails: energy-steps-update
# says: the gradient of the pulling-away term was lost: is its input detached?
def energy_discriminator_step(D, G, optim_D, x, latent, margin):
    fake = G(torch.randn(len(x), latent, device=x.device)).detach()
    loss = D.energy(x).mean() + F.relu(margin - D.energy(fake)).mean()
    optim_D.zero_grad()
    loss.backward()
    optim_D.step()
    return loss.item()


def energy_generator_step(D, G, optim_G, n, latent, weight, device):
    fake = G(torch.randn(n, latent, device=device))
    loss = D.energy(fake).mean() + weight * pulling_away_term(D.encode(fake.detach()))
    optim_G.zero_grad()
    loss.backward(inputs=list(G.parameters()))
    optim_G.step()
    return loss.item()
