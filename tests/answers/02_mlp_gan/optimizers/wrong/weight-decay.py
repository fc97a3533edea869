# Lets the weights of D decay.
# fails: optimizers-adam
# says: leave weight_decay at 0
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.parameters(), lr=lr, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=lr, betas=(0.5, 0.999), weight_decay=1e-4)
    return optim_G, optim_D
