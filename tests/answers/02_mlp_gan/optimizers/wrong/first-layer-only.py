# Only the weights, not the biases.
# fails: optimizers-owners
# says: should hold all parameters of its own network: the biases are missing
def make_optimizers(G, D, lr):
    weights_G = [p for name, p in G.named_parameters() if "weight" in name]
    weights_D = [p for name, p in D.named_parameters() if "weight" in name]
    optim_G = torch.optim.Adam(weights_G, lr=lr, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(weights_D, lr=lr, betas=(0.5, 0.999))
    return optim_G, optim_D
