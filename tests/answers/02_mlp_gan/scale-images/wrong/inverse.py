# The way back, from [-1, 1] to [0, 1].
# fails: scale-images-values
# says: this is the way back
def scale_images(images):
    """Scale images from [0, 1] to [−1, 1].

    images: tensor of any shape, values in [0, 1]; it is not changed.
    Returns a new tensor of the same shape.
    """
    return (images + 1) / 2
