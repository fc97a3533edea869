# Changes its input and returns a copy.
# fails: scale-images-values
# says: changed its input
def scale_images(images):
    images.mul_(2).sub_(1)
    return images.clone()
