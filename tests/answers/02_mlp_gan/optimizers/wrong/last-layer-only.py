# Hands over the last layer's parameters.
# fails: optimizers-owners
# says: layers.0.weight, layers.0.bias missing
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(list(G.parameters())[-2:], lr=lr, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(list(D.parameters())[-2:], lr=lr, betas=(0.5, 0.999))
    return optim_G, optim_D
