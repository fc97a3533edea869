# Both styles expanded to as many layers as they get, and joined.
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    return G.synthesis(torch.cat([w1[:, None].expand(-1, crossover, -1), w2[:, None].expand(-1, G.styles - crossover, -1)], 1))
