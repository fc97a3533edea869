# Parameter groups with settings of their own.
def make_optimizers(G, D, lr):
    optim_G, optim_D = (
        torch.optim.Adam([{"params": [p], "lr": lr, "betas": (0.5, 0.999)} for p in network.parameters()])
        for network in (G, D)
    )
    return optim_G, optim_D
