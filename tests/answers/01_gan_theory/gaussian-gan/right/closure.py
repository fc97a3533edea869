# Hands both optimizers a closure.
def train_gaussian_gan(real_sampler, steps, k, device):
    G, D = make_networks()
    G, D = G.to(device), D.to(device)
    optim_G, optim_D = make_optimizer(G), make_optimizer(D)
    for step in range(steps):
        for optimizer in (optim_G, optim_D):
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
        def improve_d():
            optim_D.zero_grad()
            fake = G(torch.randn(BATCH, NOISE, device=device)).detach()
            loss = F.softplus(-D(real_sampler(BATCH).to(device))).mean() + F.softplus(D(fake)).mean()
            loss.backward()
            return loss

        def improve_g():
            optim_G.zero_grad()
            loss = generator_loss(D(G(torch.randn(BATCH, NOISE, device=device))), saturating=False)
            loss.backward()
            return loss

        for _ in range(k):
            optim_D.step(improve_d)
        optim_G.step(improve_g)
        watch(step, G, D)
    return G
