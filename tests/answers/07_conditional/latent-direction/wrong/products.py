# A sum of attribute times z.
# fails: latent-direction-fit
# says: not the least-squares slope
def latent_direction(latents, attribute):
    centred = latents - latents.mean(0)
    values = attribute - attribute.mean()
    if values.abs().max() <= 1e-6 * attribute.abs().max():
        raise ValueError("the attribute is the same everywhere")
    slope = centred.T @ values
    return slope / slope.norm()
