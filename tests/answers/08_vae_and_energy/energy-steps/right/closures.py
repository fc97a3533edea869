# The loss lives in a closure, which the optimizer's step calls.
def energy_discriminator_step(D, G, optim_D, x, latent, margin):
    fake = G(torch.randn(x.size(0), latent, device=x.device)).detach()

    def closure():
        optim_D.zero_grad()
        loss = D.energy(x).mean() + torch.relu(margin - D.energy(fake)).mean()
        loss.backward()
        return loss

    return optim_D.step(closure).item()


def energy_generator_step(D, G, optim_G, n, latent, weight, device):
    z = torch.randn(n, latent, device=device)

    def closure():
        optim_G.zero_grad()
        fake = G(z)
        loss = D.energy(fake).mean() + weight * pulling_away_term(D.encode(fake))
        loss.backward(inputs=list(G.parameters()))
        return loss

    return optim_G.step(closure).item()
