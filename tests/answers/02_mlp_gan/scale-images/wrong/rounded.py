# Rounds to black and white.
# fails: scale-images-values
# says: only black and white are left
def scale_images(images):
    return (2 * images - 1).sign()
