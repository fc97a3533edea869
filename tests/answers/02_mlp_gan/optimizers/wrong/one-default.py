# The betas are forgotten for D.
# fails: optimizers-adam
# says: optim_D
# says: the betas are Adam's defaults
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.parameters(), lr=lr, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=lr)
    return optim_G, optim_D
