# Nothing is added to r.
# fails: diversity-loss-gradient
# says: add 1e-5
def diversity_loss(images, z):
    h = len(z) // 2
    far = (images[:h] - images[h:]).flatten(1).abs().mean(1)
    return 1 / (far / (z[:h] - z[h:]).abs().mean(1)).mean()
