# Variance as mean of squares minus square of mean, in float32: rounding makes a line without height have some.
# fails: moments-edges
# says: subtract the mean before you square
def moments(images):
    height, width = images.shape[2:]
    ys = torch.arange(height, device=images.device, dtype=images.dtype)[:, None]
    xs = torch.arange(width, device=images.device, dtype=images.dtype)
    ink = images.sum((1, 2, 3), keepdim=True)
    safe = ink.clamp(min=1e-6)
    mx = (images * xs).sum((1, 2, 3), keepdim=True) / safe
    my = (images * ys).sum((1, 2, 3), keepdim=True) / safe
    vx, vy, c = ((images * part).sum((1, 2, 3)) / safe[:, 0, 0, 0] for part in (xs * xs, ys * ys, xs * ys))
    mx, my = mx[:, 0, 0, 0], my[:, 0, 0, 0]
    vx, vy, c = vx - mx * mx, vy - my * my, c - mx * my
    return ink[:, 0, 0, 0], vx, vy, c


def slant(images):
    """How far each image leans to the right, (N,): −c / v_y of images (N, 1, H, W) in [0, 1]."""
    ink, vx, vy, c = moments(images)
    return torch.where(vy < 1e-6, 0.0, -c / vy.clamp(min=1e-6))


def thickness(images):
    """How bold each image is, (N,): m / √(v_x + v_y) of images (N, 1, H, W) in [0, 1]."""
    ink, vx, vy, c = moments(images)
    return torch.where(vx + vy < 1e-6, 0.0, ink / (vx + vy).clamp(min=1e-6).sqrt())
