# All images get the first z1's style in their first layers.
# fails: style-mix-layers
# says: is given that of z
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    return G.synthesis(torch.cat([w1[:1, None].expand(len(w2), crossover, -1), w2[:, None].expand(-1, G.styles - crossover, -1)], 1))
