# Copied line: both optimizers hold the generator.
# fails: optimizers-owners
# says: optim_D holds the other network's parameters: both optimizers hold those of G
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.parameters(), lr=lr, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(G.parameters(), lr=lr, betas=(0.5, 0.999))
    return optim_G, optim_D
