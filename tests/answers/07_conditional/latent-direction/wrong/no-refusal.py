# Refuses nothing.
# fails: latent-direction-constant
# says: 0 everywhere) gives NaN: no constant attribute is refused; look before the fit
def latent_direction(latents, attribute):
    centred = latents - latents.mean(0)
    values = attribute - attribute.mean()
    slope = torch.linalg.lstsq(centred, values[:, None]).solution[:, 0]
    return slope / slope.norm()
