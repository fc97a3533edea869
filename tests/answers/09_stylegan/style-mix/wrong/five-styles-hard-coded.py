# There are always five styles.
# fails: style-mix-layers, style-mix-learns
# says: crossover) stopped with ValueError: synthesis takes styles (N
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2)
    return G.synthesis(torch.stack([w1] * crossover + [w2] * (5 - crossover), 1))
