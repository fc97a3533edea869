# Scales, and clamps to be on the safe side.
def scale_images(images):
    return torch.clamp(images.mul(2).sub(1), -1, 1)
