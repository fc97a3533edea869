# Moves one tensor of codes in place, from step to step: a draw that returns a view of its codes shows the last step everywhere.
# fails: interpolate-walk
# says: codes are moved in place, and so are the images drawn of them
@torch.no_grad()
def interpolate(draw, start, end, steps):
    codes, step, images = start.clone(), (end - start) / (steps - 1), []
    for _ in range(steps):
        images.append(draw(codes))
        codes += step
    return torch.stack(images, dim=1)


def roughness(paths):
    lengths = paths.diff(dim=1).reshape(len(paths), paths.shape[1] - 1, -1).norm(dim=2)
    largest, mean = lengths.amax(1), lengths.mean(1)
    return torch.where(mean > 0, largest / mean, torch.ones_like(mean))
