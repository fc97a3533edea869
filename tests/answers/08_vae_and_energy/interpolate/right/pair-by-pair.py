# One walk after the other, in a loop over the pairs; roughness path by path, too.
@torch.no_grad()
def interpolate(draw, start, end, steps):
    walks = []
    for a, b in zip(start, end):
        shares = torch.arange(steps, device=a.device) / (steps - 1)
        walks.append(draw(a + torch.outer(shares, b - a)))
    return torch.stack(walks)


def roughness(paths):
    results = []
    for path in paths:
        lengths = torch.stack([torch.dist(before, after) for before, after in zip(path[:-1], path[1:])])
        ratio = lengths.max() / lengths.mean()
        results.append(torch.where(torch.isnan(ratio), torch.ones_like(ratio), ratio))
    return torch.stack(results)
