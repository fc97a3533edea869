# Lets D climb.
# fails: optimizers-adam
# says: leave maximize off
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.parameters(), lr=lr, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=lr, betas=(0.5, 0.999), maximize=True)
    return optim_G, optim_D
