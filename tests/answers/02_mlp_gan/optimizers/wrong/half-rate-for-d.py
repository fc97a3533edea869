# Halves the learning rate of D.
# fails: optimizers-adam
# says: it learns at another rate than lr
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.parameters(), lr=lr, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=lr / 2, betas=(0.5, 0.999))
    return optim_G, optim_D
