# AdamW, which also shrinks the weights.
# fails: optimizers-adam
# says: this is AdamW
def make_optimizers(G, D, lr):
    optim_G = torch.optim.AdamW(G.parameters(), lr=lr, betas=(0.5, 0.999))
    optim_D = torch.optim.AdamW(D.parameters(), lr=lr, betas=(0.5, 0.999))
    return optim_G, optim_D
