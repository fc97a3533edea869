# The mask for torch.where is made on the CPU.
# fails: style-mix-learns
# says: a tensor was left on the CPU, or a network: create noise and labels
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    mask = torch.arange(G.styles) < crossover
    return G.synthesis(torch.where(mask[None, :, None], w1[:, None], w2[:, None]))
