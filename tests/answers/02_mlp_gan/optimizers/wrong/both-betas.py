# 0.5 for both betas.
# fails: optimizers-adam
# says: both betas are 0.5
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.parameters(), lr=lr, betas=(0.5, 0.5))
    optim_D = torch.optim.Adam(D.parameters(), lr=lr, betas=(0.5, 0.5))
    return optim_G, optim_D
