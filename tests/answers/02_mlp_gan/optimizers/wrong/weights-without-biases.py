# Leaves the biases out.
# fails: optimizers-owners
# says: should hold all parameters of its own network: the biases are missing
def make_optimizers(G, D, lr):
    optim_G, optim_D = (
        torch.optim.Adam([p for p in network.parameters() if p.dim() > 1], lr=lr, betas=(0.5, 0.999)) for network in (G, D)
    )
    return optim_G, optim_D
