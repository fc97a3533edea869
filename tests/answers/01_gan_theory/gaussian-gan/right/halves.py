# Accumulates the gradients of two half batches.
def train_gaussian_gan(real_sampler, steps, k, device):
    G, D = make_networks()
    G, D = G.to(device), D.to(device)
    optim_G, optim_D = make_optimizer(G), make_optimizer(D)
    for step in range(steps):
        for optimizer in (optim_G, optim_D):
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
        for _ in range(k):
            optim_D.zero_grad()
            for _ in range(2):
                real = real_sampler(BATCH // 2).to(device)
                with torch.no_grad():
                    fake = G(torch.randn(BATCH // 2, NOISE, device=device))
                loss = F.softplus(-D(real)).mean() + F.softplus(D(fake)).mean()
                (loss / 2).backward()
            optim_D.step()
        optim_G.zero_grad()
        for _ in range(2):
            fake = G(torch.randn(BATCH // 2, NOISE, device=device))
            (generator_loss(D(fake), saturating=False) / 2).backward()
        optim_G.step()
        watch(step, G, D)
    return G
