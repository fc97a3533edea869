# The styles are repeated along the batch and then viewed, so images get one another's styles.
# fails: style-mix-layers
# says: is given that of z
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    n = len(z1)
    a = w1.repeat(crossover, 1).view(n, crossover, w1.shape[1])
    b = w2.repeat(G.styles - crossover, 1).view(n, G.styles - crossover, w2.shape[1])
    return G.synthesis(torch.cat([a, b], 1))
