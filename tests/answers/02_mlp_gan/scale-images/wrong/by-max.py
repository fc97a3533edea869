# Divides by the largest pixel of the batch first.
# fails: scale-images-values
# says: the scale depends on the brightest pixel
def scale_images(images):
    """Scale images from [0, 1] to [−1, 1].

    images: tensor of any shape, values in [0, 1]; it is not changed.
    Returns a new tensor of the same shape.
    """
    return 2 * (images / images.max()) - 1
