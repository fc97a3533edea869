# Asks autograd for the gradients and puts them into place.
def train_gaussian_gan(real_sampler, steps, k, device):
    G, D = make_networks()
    G, D = G.to(device), D.to(device)
    optim_G, optim_D = make_optimizer(G), make_optimizer(D)
    for step in range(steps):
        for optimizer in (optim_G, optim_D):
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
        def push(network, loss):
            weights = list(network.parameters())
            for weight, slope in zip(weights, torch.autograd.grad(loss, weights)):
                weight.grad = slope

        for _ in range(k):
            real, z = real_sampler(BATCH).to(device), torch.randn(BATCH, NOISE).to(device)
            push(D, F.softplus(-D(real)).mean() + F.softplus(D(G(z))).mean())
            optim_D.step()
        push(G, generator_loss(D(G(torch.randn(BATCH, NOISE).to(device))), saturating=False))
        optim_G.step()
        watch(step, G, D)
    return G
