# The colours get the style of the last layer, so at crossover styles - 1 they are z1's.
# fails: style-mix-layers
# says: there the colours are given z1's style, as the layer before them
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    ws = [w1 if i < crossover else w2 for i in range(G.styles - 1)]
    return G.synthesis(torch.stack(ws + [ws[-1]], 1))
