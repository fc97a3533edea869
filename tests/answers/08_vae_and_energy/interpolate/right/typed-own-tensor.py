# Type-hinted and long-winded: codes are written into a tensor of its own, in place; own sub-functions.
def _weights(steps: int) -> list[float]:
    return [index / (steps - 1) for index in range(steps)]


@torch.no_grad()
def interpolate(draw, start: torch.Tensor, end: torch.Tensor, steps: int) -> torch.Tensor:
    n, latent = start.shape
    codes: torch.Tensor = torch.empty(n, steps, latent, device=start.device, dtype=start.dtype)
    for index, weight in enumerate(_weights(steps)):
        codes[:, index] = start
        codes[:, index] *= 1.0 - weight
        codes[:, index] += weight * end
    images: torch.Tensor = draw(codes.view(n * steps, latent))
    return images.unflatten(0, (n, steps))


def _lengths(paths: torch.Tensor) -> torch.Tensor:
    n, steps = paths.shape[0], paths.shape[1]
    columns = []
    for index in range(1, steps):
        change = (paths[:, index] - paths[:, index - 1]).reshape(n, -1)
        columns.append(torch.linalg.vector_norm(change, ord=2, dim=1))
    return torch.stack(columns, dim=1)


def roughness(paths: torch.Tensor) -> torch.Tensor:
    lengths: torch.Tensor = _lengths(paths)
    largest: torch.Tensor = lengths.amax(dim=1)
    smallest_number: float = torch.finfo(lengths.dtype).tiny
    ratio: torch.Tensor = largest / lengths.mean(dim=1).clamp(min=smallest_number)
    return torch.where(largest > 0, ratio, torch.ones_like(ratio))
