# Gradients by torch.func, of a function of the weights.
def train_gaussian_gan(real_sampler, steps, k, device):
    from torch.func import functional_call, grad

    G, D = make_networks()
    G, D = G.to(device), D.to(device)
    optim_G, optim_D = make_optimizer(G), make_optimizer(D)

    def loss_d(weights, real, fake):
        judge = lambda x: functional_call(D, weights, (x,))
        return F.softplus(-judge(real)).mean() + F.softplus(judge(fake)).mean()

    def loss_g(weights, noise):
        return generator_loss(D(functional_call(G, weights, (noise,))), saturating=False)

    def update(network, optimizer, loss, *batch):
        slopes = grad(loss)(dict(network.named_parameters()), *batch)
        for name, weight in network.named_parameters():
            weight.grad = slopes[name].detach()
        optimizer.step()

    for step in range(steps):
        for optimizer in (optim_G, optim_D):
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
        for _ in range(k):
            fake = G(torch.randn(BATCH, NOISE, device=device)).detach()
            update(D, optim_D, loss_d, real_sampler(BATCH).to(device), fake)
        update(G, optim_G, loss_g, torch.randn(BATCH, NOISE, device=device))
        watch(step, G, D)
    return G
