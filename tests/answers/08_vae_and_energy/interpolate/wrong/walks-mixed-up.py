# Codes are laid out step by step, but folded as if they were pair by pair: right for one pair alone.
# fails: interpolate-walk
# says: walks and steps are mixed up: the first dimension are the walks
@torch.no_grad()
def interpolate(draw, start, end, steps):
    codes = torch.cat([torch.lerp(start, end, k / (steps - 1)) for k in range(steps)])
    return draw(codes).unflatten(0, (len(start), steps))


def roughness(paths):
    lengths = paths.diff(dim=1).reshape(len(paths), paths.shape[1] - 1, -1).norm(dim=2)
    largest, mean = lengths.amax(1), lengths.mean(1)
    return torch.where(mean > 0, largest / mean, torch.ones_like(mean))
