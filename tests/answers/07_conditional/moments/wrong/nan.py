# Nothing for an image without ink.
# fails: moments-edges
# says: expected 0
def moments(images):
    height, width = images.shape[-2:]
    y = torch.arange(height, device=images.device).float().reshape(-1, 1)
    x = torch.arange(width, device=images.device).float()
    ink = images.sum((1, 2, 3), keepdim=True)
    share = images / ink
    dx = x - (share * x).sum((1, 2, 3), keepdim=True)
    dy = y - (share * y).sum((1, 2, 3), keepdim=True)
    return tuple(part.sum((1, 2, 3)) for part in (ink, share * dx**2, share * dy**2, share * dx * dy))


def slant(images):
    _, _, vy, c = moments(images)
    return -c / vy


def thickness(images):
    m, vx, vy, _ = moments(images)
    return m / (vx + vy).sqrt()
