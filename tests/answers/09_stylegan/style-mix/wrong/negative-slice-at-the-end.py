# The last styles - crossover layers are overwritten by a negative slice, which is everything when that is 0.
# fails: style-mix-layers
# says: is a slice [-0:] taken, which is everything
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    ws = w1[:, None].repeat(1, G.styles, 1)
    ws[:, -(G.styles - crossover):] = w2[:, None]
    return G.synthesis(ws)
