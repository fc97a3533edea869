# Decodes both ends and mixes their pixels.
# fails: interpolate-walk
# says: images are mixed, not codes: draw the codes between
@torch.no_grad()
def interpolate(draw, start, end, steps):
    first, last = draw(start), draw(end)
    return torch.stack([torch.lerp(first, last, k / (steps - 1)) for k in range(steps)], dim=1)


def roughness(paths):
    lengths = paths.diff(dim=1).reshape(len(paths), paths.shape[1] - 1, -1).norm(dim=2)
    largest, mean = lengths.amax(1), lengths.mean(1)
    return torch.where(mean > 0, largest / mean, torch.ones_like(mean))
