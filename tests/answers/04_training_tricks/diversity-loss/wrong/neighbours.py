# Pairs neighbours.
# fails: diversity-loss-value
# says: neighbours are paired
def diversity_loss(images, z):
    far = (images[::2] - images[1::2]).flatten(1).abs().mean(1)
    apart = (z[::2] - z[1::2]).abs().mean(1)
    return 1 / ((far / apart).mean() + 1e-5)
