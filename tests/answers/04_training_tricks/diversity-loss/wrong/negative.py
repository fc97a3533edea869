# Returns −r.
# fails: diversity-loss-value
# says: it is −r
def diversity_loss(images, z):
    h = len(z) // 2
    far = (images[:h] - images[h:]).flatten(1).abs().mean(1)
    return -(far / (z[:h] - z[h:]).abs().mean(1)).mean()
