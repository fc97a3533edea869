# All codes at once by broadcasting; roughness with vector_norm and nan_to_num.
@torch.no_grad()
def interpolate(draw, start, end, steps):
    t = torch.linspace(0, 1, steps, device=start.device, dtype=start.dtype)[:, None]  # (steps, 1)
    codes = start[:, None] * (1 - t) + end[:, None] * t  # (N, steps, latent)
    return draw(codes.flatten(0, 1)).unflatten(0, (len(start), steps))


def roughness(paths):
    lengths = paths.diff(dim=1).reshape(paths.shape[0], paths.shape[1] - 1, -1).norm(dim=2)
    return (lengths.amax(1) / lengths.mean(1)).nan_to_num(nan=1.0)
