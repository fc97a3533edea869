# The styles are collected in a new tensor on the default device.
# fails: style-mix-learns
# says: a tensor was left on the CPU, or a network: create noise and labels
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    ws = torch.empty(len(w1), G.styles, w1.shape[1], device="cpu")
    ws[:, :crossover] = w1[:, None]
    ws[:, crossover:] = w2[:, None]
    return G.synthesis(ws)
