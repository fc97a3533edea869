# A crossover of 0 is taken as "do not mix" and gives z1's image.
# fails: style-mix-layers
# says: all layers are given z1's style: is 0 taken for none given?
def style_mix(G, z1, z2, crossover):
    if not crossover:
        return G(z1)
    w1, w2 = G.mapping(z1), G.mapping(z2)
    return G.synthesis(torch.stack([w1] * crossover + [w2] * (G.styles - crossover), 1))
