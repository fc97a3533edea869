# Gives zeros for a constant attribute.
# fails: latent-direction-constant
# says: 0 everywhere) gives zeros: raise a ValueError with a sentence, in place of them
def latent_direction(latents, attribute):
    centred = latents - latents.mean(0)
    values = attribute - attribute.mean()
    if values.abs().max() <= 1e-6 * attribute.abs().max():
        return torch.zeros(latents.shape[1])
    slope = torch.linalg.lstsq(centred, values[:, None]).solution[:, 0]
    return slope / slope.norm()
