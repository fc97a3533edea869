# Only the layer before the crossover gets z1's style.
# fails: style-mix-layers
# says: only the layer before the crossover has z1's style
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    ws = w2[:, None].repeat(1, G.styles, 1)
    if crossover:
        ws[:, crossover - 1] = w1
    return G.synthesis(ws)
