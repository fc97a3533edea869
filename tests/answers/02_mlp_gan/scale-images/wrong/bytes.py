# Takes the pixels for whole numbers from 0 to 255.
# fails: scale-images-values
# says: 255 is for whole numbers
def scale_images(images):
    return images / 127.5 - 1
