# Solves the normal equations.
def latent_direction(latents, attribute):
    centred = latents - latents.mean(0)
    values = attribute - attribute.mean()
    if values.abs().max() <= 1e-6 * attribute.abs().max():
        raise ValueError("the attribute is the same everywhere")
    slope = torch.linalg.solve(centred.T @ centred, centred.T @ values)
    return slope / slope.norm()
