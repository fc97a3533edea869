# Takes the parameters from the layers, as the lesson's networks hold them.
def make_optimizers(G, D, lr):
    optim_G = torch.optim.Adam(G.layers.parameters(), lr, (0.5, 0.999), foreach=True)
    optim_D = torch.optim.Adam(D.layers.parameters(), lr, (0.5, 0.999), foreach=True)
    return optim_G, optim_D
