# Does not detach, but clears all gradients before each backward; freezes D for G; forgets watch.
def train_gaussian_gan(real_sampler, steps, k, device):
    G, D = make_networks()
    G, D = G.to(device), D.to(device)
    optim_G, optim_D = make_optimizer(G), make_optimizer(D)
    for step in range(steps):
        for optimizer in (optim_G, optim_D):
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
        for update in range(k):
            noise = torch.randn((BATCH, NOISE), device=device)
            scores = D(torch.cat([real_sampler(BATCH).to(device), G(noise)]))
            loss_d = F.softplus(-scores[:BATCH]).mean() + F.softplus(scores[BATCH:]).mean()
            for network in (G, D):
                network.zero_grad(set_to_none=False)
            loss_d.backward()
            optim_D.step()
        D.requires_grad_(False)
        G.zero_grad()
        loss_g = -F.logsigmoid(D(G(torch.randn((BATCH, NOISE), device=device)))).mean()
        loss_g.backward()
        optim_G.step()
        D.requires_grad_(True)
    return G
