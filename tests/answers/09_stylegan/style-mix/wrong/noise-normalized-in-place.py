# The noises are normalized in place before they are mapped.
# fails: style-mix-layers, style-mix-learns
# says: crossover) changed its input z1 in place: make a new tensor (x *
def style_mix(G, z1, z2, crossover):
    with torch.no_grad():
        for z in (z1, z2):
            z /= (z.square().mean(1, keepdim=True) + 1e-8).sqrt()
    w1, w2 = G.mapping(z1), G.mapping(z2)
    return G.synthesis(torch.stack([w1] * crossover + [w2] * (G.styles - crossover), 1))
