# Half a batch is hard-coded as 64.
# fails: diversity-loss-value
# says: is a size written as a number
def diversity_loss(images, z):
    half = 64 if len(images) >= 64 else len(images) // 2
    far = (images[:half] - images[half:]).flatten(1).abs().mean(dim=1)  # (N/2,)
    latent = (z[:half] - z[half:]).abs().mean(dim=1)  # (N/2,)
    r = (far / latent).mean()
    return 1 / (r + 1e-5)
