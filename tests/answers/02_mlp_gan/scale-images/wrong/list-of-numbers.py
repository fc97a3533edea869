# Returns a list.
# fails: scale-images-values
# says: should be a tensor, not list
def scale_images(images):
    return [2 * x - 1 for x in images]
