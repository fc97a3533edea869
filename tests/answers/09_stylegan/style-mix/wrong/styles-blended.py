# All layers get the same blend of both styles.
# fails: style-mix-layers
# says: all layers are given a mean of the styles
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    w = torch.lerp(w2, w1, crossover / G.styles)
    return G.synthesis(w[:, None].expand(-1, G.styles, -1))
