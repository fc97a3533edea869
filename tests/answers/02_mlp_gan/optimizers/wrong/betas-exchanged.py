# The two betas are exchanged.
# fails: optimizers-adam
# says: exchange them
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.parameters(), lr=lr, betas=(0.999, 0.5))
    optim_D = torch.optim.Adam(D.parameters(), lr=lr, betas=(0.999, 0.5))
    return optim_G, optim_D
