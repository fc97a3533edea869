# The first `crossover` images get z1's style, not the first layers.
# fails: style-mix-layers
# says: is given that of z
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    ws = w2[:, None].repeat(1, G.styles, 1)
    ws[:crossover] = w1[:crossover, None]
    return G.synthesis(ws)
