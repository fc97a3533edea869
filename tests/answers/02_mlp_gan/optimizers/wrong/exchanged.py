# Returns D's optimizer first.
# fails: optimizers-owners
# says: the order is (optim_G, optim_D)
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.parameters(), lr=lr, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=lr, betas=(0.5, 0.999))
    return optim_D, optim_G
