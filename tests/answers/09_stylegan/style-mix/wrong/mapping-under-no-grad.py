# Only synthesis has a gradient, the mapping has none.
# fails: style-mix-learns
# says: no gradient comes from the images to z
def style_mix(G, z1, z2, crossover):
    with torch.no_grad():
        w1, w2 = G.mapping(z1), G.mapping(z2)
    return G.synthesis(torch.stack([w1] * crossover + [w2] * (G.styles - crossover), 1))
