# Computes the images, but returns nothing.
# fails: scale-images-values
# says: not None: is a return missing?
def scale_images(images):
    images = 2 * images - 1
