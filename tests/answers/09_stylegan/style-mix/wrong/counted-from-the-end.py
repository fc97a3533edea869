# The crossover is counted from the end.
# fails: style-mix-layers
# says: the crossover is counted from the end
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    return G.synthesis(torch.stack([w1] * (G.styles - crossover) + [w2] * crossover, 1))
