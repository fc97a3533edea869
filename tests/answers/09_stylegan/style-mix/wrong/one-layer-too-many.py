# The layer at the crossover still gets z1's style.
# fails: style-mix-layers
# says: the style changes one layer too late
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    return G.synthesis(torch.stack([w1 if i <= crossover else w2 for i in range(G.styles)], 1))
