# The limit comes from distances of training images to held-out images: the gallery is exchanged.
# fails: copies-value
# says: images and gallery are exchanged in a call of nearest
def copied_share(fakes, train, held_out):
    _, of_held_out = nearest(train, held_out, 1)
    _, of_fakes = nearest(fakes, train, 1)
    limit = of_held_out.quantile(0.05)
    return (of_fakes < limit).float().mean().item()
