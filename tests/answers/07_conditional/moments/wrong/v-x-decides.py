# Looks at v_x alone, and gives 0 for a line without width.
# fails: moments-edges
# says: a line without width
def moments(images):
    height, width = images.shape[-2:]
    y = torch.arange(height, device=images.device).float().reshape(-1, 1)
    x = torch.arange(width, device=images.device).float()
    ink = images.sum((1, 2, 3), keepdim=True)
    share = images / ink.clamp(min=1e-6)
    dx = x - (share * x).sum((1, 2, 3), keepdim=True)
    dy = y - (share * y).sum((1, 2, 3), keepdim=True)
    return tuple(part.sum((1, 2, 3)) for part in (ink, share * dx**2, share * dy**2, share * dx * dy))


def slant(images):
    _, _, vy, c = moments(images)
    return torch.where(vy < 1e-6, 0.0, -c / vy.clamp(min=1e-6))


def thickness(images):
    m, vx, vy, _ = moments(images)
    return torch.where(vx < 1e-6, 0.0, m / (vx + vy).clamp(min=1e-6).sqrt())
