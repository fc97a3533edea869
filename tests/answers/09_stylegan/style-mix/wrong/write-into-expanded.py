# z1's style is expanded and written into: with one layer left that overwrites all layers, with more it fails.
# fails: style-mix-layers, style-mix-learns
# says: crossover) stopped with RuntimeError: unsupported operation: more
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    ws = w1[:, None].expand(-1, G.styles, -1)
    ws[:, crossover:] = w2[:, None]
    return G.synthesis(ws)
