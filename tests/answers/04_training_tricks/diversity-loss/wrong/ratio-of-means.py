# Divides the means.
# fails: diversity-loss-value
# says: the means were divided
def diversity_loss(images, z):
    h = len(z) // 2
    far = (images[:h] - images[h:]).abs().mean()
    return 1 / (far / (z[:h] - z[h:]).abs().mean() + 1e-5)
