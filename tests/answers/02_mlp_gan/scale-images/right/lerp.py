# Interpolates between −1 and 1.
def scale_images(images):
    low, high = -1.0, 1.0
    return low + (high - low) * images
