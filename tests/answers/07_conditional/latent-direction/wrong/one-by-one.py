# Each number of z by itself.
# fails: latent-direction-fit
# says: fitted by itself
def latent_direction(latents, attribute):
    centred = latents - latents.mean(0)
    values = attribute - attribute.mean()
    if values.abs().max() <= 1e-6 * attribute.abs().max():
        raise ValueError("the attribute is the same everywhere")
    slope = (centred * values[:, None]).sum(0) / (centred**2).sum(0)
    return slope / slope.norm()
