# Adam's default betas.
# fails: optimizers-adam
# says: the betas are Adam's defaults
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.parameters(), lr=lr)
    optim_D = torch.optim.Adam(D.parameters(), lr=lr)
    return optim_G, optim_D
