# The two styles are stacked, and an index of zeros and ones picks one for each layer.
def style_mix(G, z1, z2, crossover):
    two = torch.stack([G.mapping(z1), G.mapping(z2)], 1)  # (N, 2, w_dim)
    index = torch.tensor([0] * crossover + [1] * (G.styles - crossover), device=two.device)
    return G.synthesis(two.index_select(1, index))
