# The first layers get z2's style, the rest z1's.
# fails: style-mix-layers
# says: are exchanged
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    ws = w1[:, None].repeat(1, G.styles, 1)
    ws[:, :crossover] = w2[:, None]
    return G.synthesis(ws)
