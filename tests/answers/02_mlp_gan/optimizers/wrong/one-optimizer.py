# One optimizer for both networks.
# fails: optimizers-owners, optimizers-adam
# says: return two optimizers
def make_optimizers(G, D, lr):
    parameters = list(G.parameters()) + list(D.parameters())
    return torch.optim.Adam(parameters, lr=lr, betas=(0.5, 0.999))
