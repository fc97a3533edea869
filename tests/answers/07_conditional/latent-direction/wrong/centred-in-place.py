# Centres the latents in place.
# fails: latent-direction-fit
# says: latent_direction changed its input latents in place
def latent_direction(latents, attribute):
    latents -= latents.mean(0)
    centred = latents
    values = attribute - attribute.mean()
    if values.abs().max() <= 1e-6 * attribute.abs().max():
        raise ValueError("the attribute is the same everywhere")
    slope = torch.linalg.lstsq(centred, values[:, None]).solution[:, 0]
    return slope / slope.norm()
