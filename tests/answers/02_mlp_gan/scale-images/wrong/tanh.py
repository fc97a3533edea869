# Applies the generator's activation to the digits.
# fails: scale-images-values
# says: tanh belongs to the generator
def scale_images(images):
    return torch.tanh(images)
