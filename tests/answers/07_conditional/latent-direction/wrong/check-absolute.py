# Calls every attribute of small scale constant.
# fails: latent-direction-fit
# says: its values do differ
def latent_direction(latents, attribute):
    """The direction of length 1, (nz,), along which the attribute grows fastest, by least squares."""
    Z = latents - latents.mean(0)
    a = attribute - attribute.mean()
    if a.std() < 1e-3:
        raise ValueError("the attribute is the same everywhere, so it grows in no direction.")
    w = torch.linalg.lstsq(Z, a[:, None]).solution[:, 0]
    return w / w.norm()
