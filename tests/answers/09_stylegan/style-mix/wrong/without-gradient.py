# The images are made under no_grad.
# fails: style-mix-learns
# says: the images have no gradient: mixing is used in training too; leave
def style_mix(G, z1, z2, crossover):
    with torch.no_grad():
        w1, w2 = G.mapping(z1), G.mapping(z2)
        return G.synthesis(torch.stack([w1] * crossover + [w2] * (G.styles - crossover), 1))
