# Takes a larger eps.
# fails: optimizers-adam
# says: eps is another one
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.parameters(), lr=lr, betas=(0.5, 0.999), eps=1e-5)
    optim_D = torch.optim.Adam(D.parameters(), lr=lr, betas=(0.5, 0.999), eps=1e-5)
    return optim_G, optim_D
