# Arguments by keyword, in another order.
def make_optimizers(G, D, lr):
    """One Adam optimizer for each network, with learning rate lr and betas (0.5, 0.999)."""
    kwargs = dict(betas=(0.5, 0.999), lr=lr)
    optim_D = torch.optim.Adam(params=D.parameters(), **kwargs)
    optim_G = torch.optim.Adam(params=G.parameters(), **kwargs)
    return (optim_G, optim_D)
