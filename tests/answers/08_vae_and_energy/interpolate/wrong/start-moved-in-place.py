# Walks by adding to start in place.
# fails: interpolate-walk, interpolate-place
# says: interpolate(draw, start, end, steps) changed its input start in place
@torch.no_grad()
def interpolate(draw, start, end, steps):
    step, codes = (end - start) / (steps - 1), []
    for _ in range(steps):
        codes.append(start.clone())
        start += step
    return draw(torch.stack(codes, dim=1).flatten(0, 1)).unflatten(0, (len(start), steps))


def roughness(paths):
    lengths = paths.diff(dim=1).reshape(len(paths), paths.shape[1] - 1, -1).norm(dim=2)
    largest, mean = lengths.amax(1), lengths.mean(1)
    return torch.where(mean > 0, largest / mean, torch.ones_like(mean))
