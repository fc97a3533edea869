# All layers get z2's style in a tensor of their own, then the first are written over.
def style_mix(G, z1, z2, crossover):
    ws = G.mapping(z2)[:, None].repeat(1, G.styles, 1)
    ws[:, :crossover] = G.mapping(z1)[:, None]
    return G.synthesis(ws)
