# Refuses whatever varies by little.
# fails: latent-direction-fit
# says: its values do differ
def latent_direction(latents, attribute):
    centred = latents - latents.mean(0)
    values = attribute - attribute.mean()
    if values.abs().max() <= 1e-6:
        raise ValueError("the attribute is the same everywhere")
    slope = torch.linalg.lstsq(centred, values[:, None]).solution[:, 0]
    return slope / slope.norm()
