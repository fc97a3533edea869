# z2's style is detached: only z1 and G get a gradient.
# fails: style-mix-learns
# says: no gradient comes from the images to z
def style_mix(G, z1, z2, crossover):
    w1, w2 = G.mapping(z1), G.mapping(z2).detach()
    return G.synthesis(torch.stack([w1] * crossover + [w2] * (G.styles - crossover), 1))
