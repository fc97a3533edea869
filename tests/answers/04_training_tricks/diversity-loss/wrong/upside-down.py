# Latent distance divided by image distance, inverted once more.
# fails: diversity-loss-value, diversity-loss-gradient
# says: upside down
def diversity_loss(images, z):
    h = len(z) // 2
    far = (images[:h] - images[h:]).flatten(1).abs().mean(1)
    return 1 / (((z[:h] - z[h:]).abs().mean(1) / far).mean() + 1e-5)
