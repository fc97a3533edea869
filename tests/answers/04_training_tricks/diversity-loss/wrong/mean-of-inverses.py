# The inverse is taken for each pair before the mean.
# fails: diversity-loss-value
# says: pair by pair
# also: diversity-loss-gradient
def diversity_loss(images, z):
    half = len(images) // 2
    far = (images[:half] - images[half:]).flatten(1).abs().mean(dim=1)  # (N/2,)
    latent = (z[:half] - z[half:]).abs().mean(dim=1)  # (N/2,)
    return (1 / (far / latent + 1e-5)).mean()
