# The noises are mixed by crossover / styles, and one style is made of the mixture.
# fails: style-mix-layers
# says: is given a style that is neither z
def style_mix(G, z1, z2, crossover):
    share = crossover / G.styles
    return G(share * z1 + (1 - share) * z2)
