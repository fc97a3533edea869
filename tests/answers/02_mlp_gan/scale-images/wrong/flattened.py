# Scales, and flattens too.
# fails: scale-images-values
# says: should have shape (3,), not (3, 1)
def scale_images(images):
    images = images.reshape(images.shape[0], -1)
    return 2 * images - 1
