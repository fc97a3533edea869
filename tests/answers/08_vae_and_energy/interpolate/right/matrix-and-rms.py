# Codes by one matrix product; roughness from root mean squares, whose factor cancels in the ratio.
@torch.no_grad()
def interpolate(draw, start, end, steps):
    t = torch.linspace(0, 1, steps, device=start.device, dtype=start.dtype)
    mix = torch.stack([1 - t, t], dim=1)  # (steps, 2)
    codes = mix @ torch.stack([start, end], dim=1)  # (steps, 2) @ (N, 2, latent) = (N, steps, latent)
    return torch.unflatten(draw(torch.cat(list(codes))), 0, (start.shape[0], steps))


def roughness(paths):
    flat = paths.reshape(*paths.shape[:2], -1)
    rms = (flat[:, 1:] - flat[:, :-1]).square().mean(2).sqrt()  # length / sqrt(pixels): the root cancels
    relative = rms / rms.mean(1, keepdim=True)
    return torch.nan_to_num(relative.amax(1), nan=1.0)
