# Returns a NumPy array.
# fails: scale-images-values
# says: should be a tensor, not ndarray
def scale_images(images):
    return images.numpy() * 2 - 1
