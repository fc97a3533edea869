# The crossover is forced between 1 and styles - 1, so both styles always have a say.
# fails: style-mix-layers
# says: the style changes one layer too late
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    crossover = min(max(crossover, 1), G.styles - 1)
    return G.synthesis(torch.stack([w1] * crossover + [w2] * (G.styles - crossover), 1))
