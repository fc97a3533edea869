# Draws all noise and all real numbers before the loop.
def train_gaussian_gan(real_sampler, steps, k, device):
    G, D = make_networks()
    G, D = G.to(device), D.to(device)
    optim_G, optim_D = make_optimizer(G), make_optimizer(D)
    noise = iter(torch.randn(steps * (k + 1), BATCH, NOISE).to(device))
    real = iter(real_sampler(steps * k * BATCH).to(device).reshape(-1, BATCH, 1))
    for step in range(steps):
        for optimizer in (optim_G, optim_D):
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
        for _ in range(k):
            optim_D.zero_grad()
            on_real, on_fake = D(next(real)), D(G(next(noise)).detach())
            (F.softplus(-on_real) + F.softplus(on_fake)).mean().backward()
            optim_D.step()
        optim_G.zero_grad()
        generator_loss(D(G(next(noise))), saturating=False).backward()
        optim_G.step()
        watch(step, G, D)
    return G
