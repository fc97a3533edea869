# Draws the real numbers of all k updates at once; takes the logarithm of the probability.
def train_gaussian_gan(real_sampler, steps, k, device):
    G, D = make_networks()
    G, D = G.to(device), D.to(device)
    optim_G, optim_D = make_optimizer(G), make_optimizer(D)
    for step in range(steps):
        for optimizer in (optim_G, optim_D):
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
        batches = real_sampler(k * BATCH).to(device).split(BATCH)
        for real in batches:
            with torch.no_grad():
                fake = G(torch.randn(BATCH, NOISE, device=device))
            d_real, d_fake = torch.sigmoid(D(real)), torch.sigmoid(D(fake))
            loss = -(torch.log(d_real + 1e-8) + torch.log(1 - d_fake + 1e-8)).mean()
            optim_D.zero_grad()
            loss.backward()
            optim_D.step()
            last = fake
        optim_D.zero_grad()
        optim_G.zero_grad()
        generator_loss(D(G(torch.randn(BATCH, NOISE, device=device))), False).backward()
        optim_G.step()
        watch(step, G, D)
    return G
