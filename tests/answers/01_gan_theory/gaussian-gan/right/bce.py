# Binary cross-entropy, two backward calls for D, labels made for each batch.
def train_gaussian_gan(real_sampler, steps, k, device):
    G, D = make_networks()
    G, D = G.to(device), D.to(device)
    optim_G, optim_D = make_optimizer(G), make_optimizer(D)
    for step in range(steps):
        for optimizer in (optim_G, optim_D):
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
        criterion = nn.BCEWithLogitsLoss()
        ones, zeros = torch.ones(BATCH, 1).to(device), torch.zeros(BATCH, 1).to(device)
        for _ in range(k):
            D.zero_grad()
            criterion(D(real_sampler(BATCH).to(device)), ones).backward()
            z = torch.randn(BATCH, NOISE).to(device)
            criterion(D(G(z).detach()), zeros).backward()
            optim_D.step()
        G.zero_grad()
        criterion(D(G(torch.randn(BATCH, NOISE).to(device))), ones).backward()
        optim_G.step()
        watch(step, G, D)
    return G
