# Named parameters, and settings in a dictionary.
def make_optimizers(G, D, lr):
    settings = {"lr": lr, "betas": (0.5, 0.999), "weight_decay": 0, "amsgrad": False}
    return tuple(torch.optim.Adam([p for _, p in network.named_parameters()], **settings) for network in (G, D))
