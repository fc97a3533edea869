# Subtracts first, then doubles.
# fails: scale-images-values
# says: 1 is subtracted before
def scale_images(images):
    return 2 * (images - 1)
