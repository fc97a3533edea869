# Refuses nothing.
# fails: latent-direction-constant
# says: raise a ValueError
def latent_direction(latents, attribute):
    centred = latents - latents.mean(0)
    values = attribute - attribute.mean()
    slope = torch.linalg.lstsq(centred, values[:, None]).solution[:, 0]
    return slope / slope.norm()
