# The absolute value is missing.
# fails: diversity-loss-value
# says: the absolute value is missing
def diversity_loss(images, z):
    h = len(z) // 2
    far = (images[:h] - images[h:]).flatten(1).mean(1)
    return 1 / ((far / (z[:h] - z[h:]).mean(1)).mean() + 1e-5)
