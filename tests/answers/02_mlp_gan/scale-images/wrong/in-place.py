# Changes its argument.
# fails: scale-images-values
# says: scale_images changed its input
def scale_images(images):
    images.mul_(2).sub_(1)
    return images
