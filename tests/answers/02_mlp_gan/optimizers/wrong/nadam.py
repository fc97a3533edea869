# Takes NAdam.
# fails: optimizers-adam
# says: this is NAdam
def make_optimizers(G, D, lr):
    optim_G = torch.optim.NAdam(G.parameters(), lr=lr, betas=(0.5, 0.999))
    optim_D = torch.optim.NAdam(D.parameters(), lr=lr, betas=(0.5, 0.999))
    return optim_G, optim_D
