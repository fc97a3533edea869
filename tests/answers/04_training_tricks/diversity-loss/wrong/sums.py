# The absolute differences of the images are summed, not averaged.
# fails: diversity-loss-value
# says: absolute differences are summed
# also: diversity-loss-gradient
def diversity_loss(images, z):
    half = len(images) // 2
    far = (images[:half] - images[half:]).flatten(1).abs().sum(dim=1)  # (N/2,)
    latent = (z[:half] - z[half:]).abs().mean(dim=1)  # (N/2,)
    r = (far / latent).mean()
    return 1 / (r + 1e-5)
