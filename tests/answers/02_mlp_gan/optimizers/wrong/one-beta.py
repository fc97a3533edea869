# A single number for the two betas.
# fails: optimizers-owners, optimizers-adam
# says: one number stands where a pair is needed
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.parameters(), lr=lr, betas=0.5)
    optim_D = torch.optim.Adam(D.parameters(), lr=lr, betas=0.5)
    return optim_G, optim_D
