# In eval mode nothing is mixed.
# fails: style-mix-layers
# says: in eval mode, not in train mode,
def style_mix(G, z1, z2, crossover):
    if not G.training:
        return G(z1)
    w1, w2 = G.mapping(z1), G.mapping(z2)
    return G.synthesis(torch.stack([w1] * crossover + [w2] * (G.styles - crossover), 1))
