# Both noises go through the mapping at once, and an einsum with a 0/1 table chooses.
def style_mix(G, z1, z2, crossover):
    both = G.mapping(torch.cat([z1, z2])).unflatten(0, (2, -1))
    table = both.new_zeros(2, G.styles)
    table[0, :crossover] = 1
    table[1, crossover:] = 1
    return G.synthesis(torch.einsum("cs,cnw->nsw", table, both))
