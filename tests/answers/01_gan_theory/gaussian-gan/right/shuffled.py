# Shuffles one batch of both.
def train_gaussian_gan(real_sampler, steps, k, device):
    G, D = make_networks()
    G, D = G.to(device), D.to(device)
    optim_G, optim_D = make_optimizer(G), make_optimizer(D)
    for step in range(steps):
        for optimizer in (optim_G, optim_D):
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
        for _ in range(k):
            fake = G(torch.randn(BATCH, NOISE, device=device)).detach()
            numbers = torch.cat([real_sampler(BATCH).to(device), fake])
            labels = torch.cat([torch.ones_like(fake), torch.zeros_like(fake)])
            order = torch.randperm(len(numbers)).to(device)
            loss_d = 2 * F.binary_cross_entropy_with_logits(D(numbers[order]), labels[order])
            optim_D.zero_grad()
            loss_d.backward()
            optim_D.step()
        optim_G.zero_grad()
        generator_loss(D(G(torch.randn(BATCH, NOISE, device=device))), saturating=False).backward()
        optim_G.step()
        watch(step, G, D)
    return G
