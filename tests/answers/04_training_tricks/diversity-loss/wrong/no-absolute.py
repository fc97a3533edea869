# The absolute value of the image differences comes after the mean.
# fails: diversity-loss-value
# says: comes after the mean
# also: diversity-loss-gradient
def diversity_loss(images, z):
    half = len(images) // 2
    far = (images[:half] - images[half:]).flatten(1).mean(dim=1).abs()  # (N/2,)
    latent = (z[:half] - z[half:]).abs().mean(dim=1)  # (N/2,)
    r = (far / latent).mean()
    return 1 / (r + 1e-5)
