# One call of draw for each step, with lerp, stacked; roughness with where.
@torch.no_grad()
def interpolate(draw, start, end, steps):
    frames = []
    for k in range(steps):
        frames.append(draw(torch.lerp(start, end, k / (steps - 1))))
    return torch.stack(frames, dim=1)


def roughness(paths):
    n, steps = paths.shape[:2]
    flat = paths.reshape(n, steps, -1)
    lengths = (flat[:, 1:] - flat[:, :-1]).pow(2).sum(-1).sqrt()
    largest, mean = lengths.max(dim=1).values, lengths.mean(dim=1)
    still = mean == 0
    return torch.where(still, torch.ones_like(mean), largest / torch.where(still, torch.ones_like(mean), mean))
