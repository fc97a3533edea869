# Each optimizer holds the parameters of both networks.
# fails: optimizers-owners
# says: holds parameters of both networks
def make_optimizers(G, D, lr):
    parameters = list(G.parameters()) + list(D.parameters())
    optim_G = torch.optim.Adam(parameters, lr=lr, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(parameters, lr=lr, betas=(0.5, 0.999))
    return optim_G, optim_D
