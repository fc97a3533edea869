# No offset at all.
# fails: latent-direction-fit
# says: neither latents nor attribute are centred
def latent_direction(latents, attribute):
    centred = latents
    values = attribute
    if bool((values == values[0]).all()):
        raise ValueError("the attribute is the same everywhere")
    slope = torch.linalg.lstsq(centred, values[:, None]).solution[:, 0]
    return slope / slope.norm()
