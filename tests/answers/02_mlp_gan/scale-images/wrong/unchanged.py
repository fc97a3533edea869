# Gives the images back as they are.
# fails: scale-images-values
# says: the values still lie in [0, 1]
def scale_images(images):
    return images
