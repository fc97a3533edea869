# The decorator is gone: the walks carry a gradient.
# fails: interpolate-place
# says: the images carry a gradient: looking needs none, draw under
def interpolate(draw, start, end, steps):
    t = torch.linspace(0, 1, steps, device=start.device)[:, None]
    codes = start[:, None] + t * (end - start)[:, None]
    images = draw(codes.flatten(0, 1))
    return images.unflatten(0, (len(start), steps))


def roughness(paths):
    lengths = paths.diff(dim=1).reshape(len(paths), paths.shape[1] - 1, -1).norm(dim=2)
    largest, mean = lengths.amax(1), lengths.mean(1)
    return torch.where(mean > 0, largest / mean, torch.ones_like(mean))
