# Rolls the images round.
# fails: augment-move
# says: the images were rolled
def augment(images, generator):
    n, _, height, width = images.shape
    where = images.device
    corners = torch.randint(-3, 4, (n, 2), generator=generator, device=where).tolist()
    seen = torch.stack([images[i].roll((y, x), (1, 2)) for i, (y, x) in enumerate(corners)])
    seen = seen + torch.rand(n, 1, 1, 1, generator=generator, device=where) - 0.5
    top = torch.randint(0, height - 11, (n, 1), generator=generator, device=where)
    left = torch.randint(0, width - 11, (n, 1), generator=generator, device=where)
    y, x = torch.arange(height, device=where), torch.arange(width, device=where)
    rows, columns = (y >= top) & (y < top + 12), (x >= left) & (x < left + 12)
    hidden = (rows[:, :, None] & columns[:, None, :])[:, None]
    return torch.where(hidden, torch.zeros_like(seen), seen)
