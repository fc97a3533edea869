# Standardises with the mean and deviation of the batch.
# fails: scale-images-values
# says: the scale depends on the mean
def scale_images(images):
    return (images - images.mean()) / images.std()
