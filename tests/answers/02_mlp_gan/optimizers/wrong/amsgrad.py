# Switches amsgrad on.
# fails: optimizers-adam
# says: amsgrad is on
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.parameters(), lr=lr, betas=(0.5, 0.999), amsgrad=True)
    optim_D = torch.optim.Adam(D.parameters(), lr=lr, betas=(0.5, 0.999), amsgrad=True)
    return optim_G, optim_D
