# Reshapes what is drawn to 1 × 28 × 28, whatever draw returns.
# fails: interpolate-walk, interpolate-place
# says: a tensor is reshaped to a size that does not fit: is the batch size
@torch.no_grad()
def interpolate(draw, start, end, steps):
    t = torch.linspace(0, 1, steps, device=start.device)[:, None]
    codes = start[:, None] + t * (end - start)[:, None]
    images = draw(codes.flatten(0, 1))
    return images.reshape(len(start), steps, 1, 28, 28)


def roughness(paths):
    lengths = paths.diff(dim=1).reshape(len(paths), paths.shape[1] - 1, -1).norm(dim=2)
    largest, mean = lengths.amax(1), lengths.mean(1)
    return torch.where(mean > 0, largest / mean, torch.ones_like(mean))
