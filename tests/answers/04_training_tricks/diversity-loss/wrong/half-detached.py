# Only the first half of the images learns.
# fails: diversity-loss-gradient
# says: one half of the images is detached
def diversity_loss(images, z):
    h = len(z) // 2
    far = (images[:h] - images[h:].detach()).flatten(1).abs().mean(1)
    return 1 / ((far / (z[:h] - z[h:]).abs().mean(1)).mean() + 1e-5)
