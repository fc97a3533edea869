# Black and white are exchanged.
# fails: scale-images-values
# says: black and white are exchanged
def scale_images(images):
    return 1 - 2 * images
