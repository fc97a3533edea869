# The learning rate is left at Adam's default.
# fails: optimizers-adam
# says: the learning rate is Adam's default
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.parameters(), betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), betas=(0.5, 0.999))
    return optim_G, optim_D
