# The styles are reshaped to 64 numbers each.
# fails: style-mix-layers, style-mix-learns
# says: a tensor is reshaped to a size that does not fit: is the batch size
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    ws = torch.cat([w1.repeat(1, crossover), w2.repeat(1, G.styles - crossover)], 1)
    return G.synthesis(ws.view(len(z1), -1, 64))
