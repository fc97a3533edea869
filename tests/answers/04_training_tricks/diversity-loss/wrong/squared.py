# Squared differences instead of absolute ones in the images.
# fails: diversity-loss-value
# says: the differences are squared
# also: diversity-loss-gradient
def diversity_loss(images, z):
    half = len(images) // 2
    far = (images[:half] - images[half:]).flatten(1).square().mean(dim=1)  # (N/2,)
    latent = (z[:half] - z[half:]).abs().mean(dim=1)  # (N/2,)
    r = (far / latent).mean()
    return 1 / (r + 1e-5)
