# An own loop: R1 in D, two updates of D, rates that fall.
def repair(G, sample, steps, device):
    D, softplus = make_D().to(device), nn.functional.softplus
    optims = [torch.optim.Adam(net.parameters(), lr=lr, betas=(0.5, 0.99)) for net, lr in ((G, 0.003), (D, 0.006))]
    for step in range(steps):
        for optim, rate in zip(optims, (0.003, 0.006)):
            optim.param_groups[0]["lr"] = rate * (1 - 0.7 * step / steps)
        for _ in range(2):
            real, fake = sample(128), G(torch.randn(128, 2, device=device)).detach()
            loss = softplus(-D(real)).mean() + softplus(D(fake)).mean() + 0.02 * r1_penalty(D, real)
            optims[1].zero_grad()
            loss.backward()
            optims[1].step()
        loss = softplus(-D(G(torch.randn(128, 2, device=device)))).mean()
        optims[0].zero_grad()
        loss.backward()
        optims[0].step()
