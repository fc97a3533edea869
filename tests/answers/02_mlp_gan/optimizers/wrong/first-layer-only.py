# Hands over the first layer's parameters.
# fails: optimizers-owners
# says: should hold all parameters of its own network: layers.2.weight, layers.2.bias missing
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(list(G.parameters())[:2], lr=lr, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(list(D.parameters())[:2], lr=lr, betas=(0.5, 0.999))
    return optim_G, optim_D
