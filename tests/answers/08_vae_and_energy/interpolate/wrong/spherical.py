# Walks along the sphere (slerp) and not straight.
# fails: interpolate-walk
# says: the walk goes along the sphere: here it is straight
@torch.no_grad()
def interpolate(draw, start, end, steps):
    t = torch.linspace(0, 1, steps, device=start.device)[:, None]
    cosine = F.cosine_similarity(start, end, dim=1).clamp(-0.9999, 0.9999)
    angle = cosine.acos()[:, None, None]
    codes = (torch.sin((1 - t) * angle) * start[:, None] + torch.sin(t * angle) * end[:, None]) / torch.sin(angle)
    return draw(codes.flatten(0, 1)).unflatten(0, (len(start), steps))


def roughness(paths):
    lengths = paths.diff(dim=1).reshape(len(paths), paths.shape[1] - 1, -1).norm(dim=2)
    largest, mean = lengths.amax(1), lengths.mean(1)
    return torch.where(mean > 0, largest / mean, torch.ones_like(mean))
