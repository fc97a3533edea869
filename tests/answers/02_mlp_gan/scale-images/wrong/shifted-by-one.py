# Only subtracts 1: the values lie in [−1, 0].
# fails: scale-images-values
# says: the values lie in [−1, 0]
def scale_images(images):
    return images - 1
