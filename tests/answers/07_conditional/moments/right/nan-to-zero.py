# Divides first, and repairs afterwards; float64 inside.
def moments(images):
    images = images.double()
    height, width = images.shape[-2:]
    y = torch.arange(height, device=images.device).double().reshape(-1, 1)
    x = torch.arange(width, device=images.device).double()
    ink = images.sum((1, 2, 3), keepdim=True)
    share = images / ink.clamp(min=1e-6)
    dx = x - (share * x).sum((1, 2, 3), keepdim=True)
    dy = y - (share * y).sum((1, 2, 3), keepdim=True)
    return tuple(part.sum((1, 2, 3)) for part in (ink, share * dx**2, share * dy**2, share * dx * dy))


def slant(images):
    _, _, vy, c = moments(images)
    return (-c / vy).masked_fill(vy < 1e-6, 0.0).float()


def thickness(images):
    m, vx, vy, _ = moments(images)
    return (m / torch.sqrt(vx + vy)).masked_fill(vx + vy < 1e-6, 0.0).float()
