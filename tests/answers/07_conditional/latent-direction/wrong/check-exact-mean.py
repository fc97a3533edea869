# Constant only if equal to its computed mean to the last bit: rounding lets 0.1 pass.
# fails: latent-direction-constant
# says: though 0 everywhere is refused: its mean is rounded, and a little off its numbers
def latent_direction(latents, attribute):
    """The direction of length 1, (nz,), along which the attribute grows fastest, by least squares."""
    Z = latents - latents.mean(0)
    a = attribute - attribute.mean()
    if (a == 0).all():
        raise ValueError("the attribute is the same everywhere, so it grows in no direction.")
    w = torch.linalg.lstsq(Z, a[:, None]).solution[:, 0]
    return w / w.norm()
