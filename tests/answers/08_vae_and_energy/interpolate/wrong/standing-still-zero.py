# An epsilon below the fraction: a path that stands still has roughness 0.
# fails: interpolate-roughness
# says: a path that stands still counts 0: its steps are all alike
@torch.no_grad()
def interpolate(draw, start, end, steps):
    t = torch.linspace(0, 1, steps, device=start.device)[:, None]
    codes = start[:, None] + t * (end - start)[:, None]
    images = draw(codes.flatten(0, 1))
    return images.unflatten(0, (len(start), steps))


def roughness(paths):
    lengths = paths.diff(dim=1).reshape(len(paths), paths.shape[1] - 1, -1).norm(dim=2)
    largest, mean = lengths.amax(1), lengths.mean(1)
    return largest / (mean + 1e-12)
