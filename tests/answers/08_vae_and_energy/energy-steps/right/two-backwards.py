# Each part of the loss goes backward by itself; the gradients add up before one step.
def energy_discriminator_step(D, G, optim_D, x, latent, margin):
    optim_D.zero_grad()
    loss_real = D.energy(x).mean()
    loss_real.backward()
    with torch.no_grad():
        fake = G(torch.randn(len(x), latent, device=x.device))
    loss_fake = F.threshold(margin - D.energy(fake), 0.0, 0.0).mean()
    loss_fake.backward()
    optim_D.step()
    return loss_real.item() + loss_fake.item()


def energy_generator_step(D, G, optim_G, n, latent, weight, device):
    optim_G.zero_grad()
    weights_of_G = tuple(G.parameters())
    fake = G(torch.randn(n, latent, device=device))
    loss_energy = D.energy(fake).mean()
    loss_energy.backward(retain_graph=True, inputs=weights_of_G)
    loss_apart = weight * pulling_away_term(D.encode(fake))
    loss_apart.backward(inputs=weights_of_G)
    optim_G.step()
    return loss_energy.item() + loss_apart.item()
