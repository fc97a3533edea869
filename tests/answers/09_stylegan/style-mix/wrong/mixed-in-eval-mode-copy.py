# A deep copy of G makes the images, so gradients never reach G itself.
# fails: style-mix-learns
# says: but to z1 and z2: does a copy of G (deepcopy?) make the images?
def style_mix(G, z1, z2, crossover):
    G = copy.deepcopy(G)
    w1, w2 = G.mapping(z1), G.mapping(z2)
    return G.synthesis(torch.stack([w1] * crossover + [w2] * (G.styles - crossover), 1))
