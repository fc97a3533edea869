# Cuts off at −1 and 1.
# fails: augment-brightness
# says: the images were cut off at −1 and 1
def augment(images, generator):
    n, _, height, width = images.shape
    where = images.device
    padded = nn.functional.pad(images, (3, 3, 3, 3), value=-1.0)
    corners = torch.randint(0, 7, (n, 2), generator=generator, device=where).tolist()
    seen = torch.stack([padded[i, :, y : y + height, x : x + width] for i, (y, x) in enumerate(corners)])
    seen = seen + torch.rand(n, 1, 1, 1, generator=generator, device=where) - 0.5
    seen = seen.clamp(-1, 1)
    top = torch.randint(0, height - 11, (n, 1), generator=generator, device=where)
    left = torch.randint(0, width - 11, (n, 1), generator=generator, device=where)
    y, x = torch.arange(height, device=where), torch.arange(width, device=where)
    rows, columns = (y >= top) & (y < top + 12), (x >= left) & (x < left + 12)
    hidden = (rows[:, :, None] & columns[:, None, :])[:, None]
    return torch.where(hidden, torch.zeros_like(seen), seen)
