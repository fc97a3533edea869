# A list with one style for each layer, stacked.
def style_mix(G, z1, z2, crossover):
    first, second = map(G.mapping, (z1, z2))
    chosen = []
    for layer in range(G.styles):
        chosen.append(first if layer < crossover else second)
    return G.synthesis(torch.stack(chosen, dim=1))
