# Makes both, returns nothing.
# fails: optimizers-owners, optimizers-adam
# says: is a return missing
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.parameters(), lr=lr, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=lr, betas=(0.5, 0.999))
