# torch.where over a mask of layer numbers.
def style_mix(G, z1, z2, crossover):
    early = (torch.arange(G.styles, device=z1.device) < crossover)[None, :, None]
    return G.synthesis(torch.where(early, G.mapping(z1).unsqueeze(1), G.mapping(z2).unsqueeze(1)))
