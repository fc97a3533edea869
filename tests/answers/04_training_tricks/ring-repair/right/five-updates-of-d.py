# Five updates of D for one of G, softplus losses, requires_grad of D switched off in G's step, gradients by autograd.grad.
def repair(G, sample, steps, device):
    softplus, size = nn.functional.softplus, 128
    D = make_D().to(device)
    adam = lambda net: torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.5, 0.999))
    optim_G, optim_D = adam(G), adam(D)

    def fakes():
        return G(torch.randn(size, 2, device=device))

    def descend(optimizer, net, loss):
        parameters = list(net.parameters())
        for p, g in zip(parameters, torch.autograd.grad(loss, parameters)):
            p.grad = g
        optimizer.step()

    for _ in range(steps):
        for _ in range(5):
            with torch.no_grad():
                fake = fakes()
            descend(optim_D, D, softplus(-D(sample(size))).mean() + softplus(D(fake)).mean())
        descend(optim_G, G, softplus(-D(fakes())).mean())
