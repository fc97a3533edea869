# Works in place, but on a copy.
def scale_images(images):
    """Scale images from [0, 1] to [−1, 1]."""
    scaled = images.clone()
    scaled *= 2
    scaled -= 1
    return scaled
