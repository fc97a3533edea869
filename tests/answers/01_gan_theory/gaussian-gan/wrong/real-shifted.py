# Shifts the real numbers to mean 0.
# fails: gaussian-gan-updates
# says: the real ones were shifted to mean 0
def train_gaussian_gan(real_sampler, steps, k, device):
    G, D = make_networks()
    G, D = G.to(device), D.to(device)
    optim_G, optim_D = make_optimizer(G), make_optimizer(D)
    for step in range(steps):
        for optimizer in (optim_G, optim_D):
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
        for _ in range(k):
            real = real_sampler(BATCH).to(device)
            real -= real.mean()
            fake = G(torch.randn(BATCH, NOISE, device=device)).detach()
            loss_d = F.softplus(-D(real)).mean() + F.softplus(D(fake)).mean()
            optim_D.zero_grad()
            loss_d.backward()
            optim_D.step()

        fake = G(torch.randn(BATCH, NOISE, device=device))
        loss_g = generator_loss(D(fake), saturating=False)
        optim_G.zero_grad()
        loss_g.backward()
        optim_G.step()
        watch(step, G, D)
    return G
