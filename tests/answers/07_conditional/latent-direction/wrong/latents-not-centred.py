# The latents are not centred.
# fails: latent-direction-fit
# says: the latents are not centred
def latent_direction(latents, attribute):
    centred = latents
    values = attribute - attribute.mean()
    if values.abs().max() <= 1e-6 * attribute.abs().max():
        raise ValueError("the attribute is the same everywhere")
    slope = torch.linalg.lstsq(centred, values[:, None]).solution[:, 0]
    return slope / slope.norm()
