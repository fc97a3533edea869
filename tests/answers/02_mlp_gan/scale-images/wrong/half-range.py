# Only shifts: the values lie in [−1/2, 1/2].
# fails: scale-images-values
# says: the values lie in [−1/2, 1/2]
def scale_images(images):
    return images - 0.5
