# Uses torchvision's Normalize, which refuses anything but (…, C, H, W).
# fails: scale-images-values
# says: transforms.Normalize takes images only
from torchvision import transforms


def scale_images(images):
    return transforms.Normalize((0.5,), (0.5,))(images)
