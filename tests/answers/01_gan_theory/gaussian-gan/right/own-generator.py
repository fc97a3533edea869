# Draws noise with a generator of its own, looks at losses on the way.
def train_gaussian_gan(real_sampler, steps, k, device):
    G, D = [network.to(device) for network in make_networks()]
    optim_G, optim_D = make_optimizer(G), make_optimizer(D)
    dice = torch.Generator().manual_seed(7)
    noise = lambda: torch.empty(BATCH, NOISE).normal_(generator=dice).to(device)
    criterion = nn.BCELoss()
    for step in range(steps):
        for optimizer in (optim_G, optim_D):
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
        for _ in range(k):
            D.train()
            real, fake = real_sampler(BATCH).to(device), G(noise()).detach()
            on_real, on_fake = D(real).sigmoid(), D(fake).sigmoid()
            loss_d = criterion(on_real, torch.ones_like(on_real)) + criterion(on_fake, torch.zeros_like(on_fake))
            D.zero_grad()
            loss_d.backward()
            optim_D.step()
            with torch.no_grad():
                share = (D(real) > 0).float().mean().item()
        for weight in D.parameters():
            weight.requires_grad = False
        G.zero_grad()
        (-F.logsigmoid(D(G(noise())))).mean().backward()
        optim_G.step()
        for weight in D.parameters():
            weight.requires_grad = True
        watch(step, G=G, D=D)
    return G
