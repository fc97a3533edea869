# Adam without its faster kernels, and with the default eps written out.
def make_optimizers(G, D, lr):
    beta1, beta2 = 0.5, 0.999
    optim_G = torch.optim.Adam(G.parameters(), lr=lr, betas=(beta1, beta2), eps=1e-8, foreach=False)
    optim_D = torch.optim.Adam(D.parameters(), lr=lr, betas=(beta1, beta2), eps=1e-8, foreach=False)
    return optim_G, optim_D
