# The absolute value of the image differences is missing.
# fails: diversity-loss-value
# says: the absolute value is missing
# also: diversity-loss-gradient
def diversity_loss(images, z):
    half = len(images) // 2
    far = (images[:half] - images[half:]).flatten(1).mean(dim=1).abs()  # (N/2,)
    latent = (z[:half] - z[half:]).abs().mean(dim=1)  # (N/2,)
    r = (far / latent).mean()
    return 1 / (r + 1e-5)
