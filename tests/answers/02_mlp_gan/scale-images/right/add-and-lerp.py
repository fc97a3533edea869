# Uses torch.lerp between two ends.
def scale_images(images):
    return torch.lerp(torch.full_like(images, -1), torch.ones_like(images), images)
