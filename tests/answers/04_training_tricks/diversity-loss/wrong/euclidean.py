# The Euclidean norm for the images.
# fails: diversity-loss-value, diversity-loss-gradient
# says: the norm is Euclidean
def diversity_loss(images, z):
    half = len(images) // 2
    far = (images[:half] - images[half:]).flatten(1).norm(dim=1)  # (N/2,)
    latent = (z[:half] - z[half:]).abs().mean(dim=1)  # (N/2,)
    return 1 / ((far / latent).mean() + 1e-5)
