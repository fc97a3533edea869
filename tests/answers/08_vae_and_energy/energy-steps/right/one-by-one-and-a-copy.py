# Energies fake by fake in a loop, a max for each; in G's step a deep copy of D takes the gradients.
import copy


def energy_discriminator_step(D, G, optim_D, x, latent, margin):
    n = len(x)
    z = torch.stack([torch.randn(latent, device=x.device) for _ in range(n)])
    fake = G(z).detach()
    total = 0
    for i in range(n):
        total = total + D.energy(x[i : i + 1])[0]
    for i in range(n):
        energy = D.energy(fake[i : i + 1])[0]
        if energy < margin:
            total = total + (margin - energy)
    loss = total / n
    D.zero_grad()
    loss.backward()
    optim_D.step()
    return loss.item()


def energy_generator_step(D, G, optim_G, n, latent, weight, device):
    judge = copy.deepcopy(D)
    z = torch.stack([torch.randn(latent, device=device) for _ in range(n)])
    fake = G(z)
    total = 0
    for i in range(n):
        total = total + judge.energy(fake[i : i + 1])[0]
    loss = total / n + weight * pulling_away_term(judge.encode(fake))
    G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.item()
