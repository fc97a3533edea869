# Stretches each batch from its own darkest to its own brightest pixel.
# fails: scale-images-values
# says: the scale depends on the darkest and brightest pixel
def scale_images(images):
    low, high = images.min(), images.max()
    return 2 * (images - low) / (high - low) - 1
