# Cares for standing still only if all paths do: one among others gives NaN.
# fails: interpolate-roughness
# says: your check asks about all paths together
@torch.no_grad()
def interpolate(draw, start, end, steps):
    t = torch.linspace(0, 1, steps, device=start.device)[:, None]
    codes = start[:, None] + t * (end - start)[:, None]
    images = draw(codes.flatten(0, 1))
    return images.unflatten(0, (len(start), steps))


def roughness(paths):
    lengths = paths.diff(dim=1).reshape(len(paths), paths.shape[1] - 1, -1).norm(dim=2)
    largest, mean = lengths.amax(1), lengths.mean(1)
    if torch.all(mean == 0):
        return torch.ones_like(mean)
    return largest / mean
