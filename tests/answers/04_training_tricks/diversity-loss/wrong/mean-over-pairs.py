# One mean over all images.
# fails: diversity-loss-value
# says: one mean runs over all images
# also: diversity-loss-gradient
def diversity_loss(images, z):
    half = len(images) // 2
    far = (images[:half] - images[half:]).abs().mean()
    latent = (z[:half] - z[half:]).abs().mean(dim=1)  # (N/2,)
    return 1 / ((far / latent).mean() + 1e-5)
