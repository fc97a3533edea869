# The second half of both is paired in reverse order.
# fails: diversity-loss-value
# says: in reverse order
# also: diversity-loss-gradient
def diversity_loss(images, z):
    half = len(images) // 2
    far = (images[:half] - images[half:].flip(0)).flatten(1).abs().mean(dim=1)  # (N/2,)
    latent = (z[:half] - z[half:].flip(0)).abs().mean(dim=1)  # (N/2,)
    r = (far / latent).mean()
    return 1 / (r + 1e-5)
