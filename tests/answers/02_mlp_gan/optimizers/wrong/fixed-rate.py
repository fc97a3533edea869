# The learning rate is written as a number.
# fails: optimizers-adam
# says: the learning rate is written as 0.0002
def make_optimizers(G, D, lr=0.0002):
    optim_G = torch.optim.Adam(G.parameters(), lr=0.0002, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=0.0002, betas=(0.5, 0.999))
    return optim_G, optim_D
