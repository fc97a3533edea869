# New optimizers in every step: Adam forgets all it has averaged.
# fails: gaussian-gan-updates
# says: make one, before the loop
def train_gaussian_gan(real_sampler, steps, k, device):
    """Train the pair of make_networks() on real numbers: in each step k updates of D, then one of G.

    real_sampler: function of n that returns n real numbers, (n, 1), on the CPU: move them to
        `device`. Each update of D draws BATCH new ones and BATCH new fakes.
    Returns the trained generator, on `device`.
    """
    G, D = make_networks()
    G, D = G.to(device), D.to(device)
    optim_G, optim_D = make_optimizer(G), make_optimizer(D)
    for step in range(steps):
        for optimizer in (optim_G, optim_D):
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
        optim_G, optim_D = make_optimizer(G), make_optimizer(D)
        optim_G.param_groups[0]["lr"] = optim_D.param_groups[0]["lr"] = RATE * (1 - step / steps)
        for _ in range(k):
            real = real_sampler(BATCH).to(device)
            z = torch.randn(BATCH, NOISE, device=device)
            fake = G(z).detach()
            loss_D = F.softplus(-D(real)).mean() + F.softplus(D(fake)).mean()
            optim_D.zero_grad()
            loss_D.backward()
            optim_D.step()
        z = torch.randn(BATCH, NOISE, device=device)
        loss_G = generator_loss(D(G(z)), saturating=False)
        optim_G.zero_grad()
        loss_G.backward()
        optim_G.step()
        watch(step, G, D)
    return G
