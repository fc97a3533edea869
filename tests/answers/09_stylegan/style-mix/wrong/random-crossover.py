# The crossover is only an upper limit, the true one is drawn.
# fails: style-mix-layers
# says: is a crossover drawn inside
def style_mix(G, z1, z2, crossover):
    cut = torch.randint(0, crossover + 1, ()).item()
    w1, w2 = G.mapping(z1), G.mapping(z2)
    return G.synthesis(torch.stack([w1] * cut + [w2] * (G.styles - cut), 1))
