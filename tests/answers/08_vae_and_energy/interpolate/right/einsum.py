# einsum mixes the codes and squares the differences; roughness by the sum and the number of steps.
@torch.no_grad()
def interpolate(draw, start, end, steps):
    forth = torch.linspace(0.0, 1.0, steps).to(start)
    back = forth.flip(0)
    codes = torch.einsum("s,nd->nsd", back, start) + torch.einsum("s,nd->nsd", forth, end)
    images = draw(codes.reshape(-1, start.shape[1]))
    return images.reshape(start.shape[0], steps, *images.shape[1:])


def roughness(paths):
    change = torch.diff(paths, dim=1).reshape(len(paths), paths.shape[1] - 1, -1)
    lengths = torch.einsum("nsd,nsd->ns", change, change).sqrt()
    whole = lengths.sum(1)
    result = lengths.max(1)[0] * lengths.shape[1] / whole
    return result.masked_fill(whole == 0, 1.0)
