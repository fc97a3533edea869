# Image by image.
def _of_one(image):
    m = image.sum()
    if m == 0:
        return m, m, m, m
    rows = torch.arange(image.shape[0], device=image.device, dtype=image.dtype)
    columns = torch.arange(image.shape[1], device=image.device, dtype=image.dtype)
    down, across = image.sum(1) / m, image.sum(0) / m
    dy, dx = rows - (down * rows).sum(), columns - (across * columns).sum()
    vy, vx = (down * dy * dy).sum(), (across * dx * dx).sum()
    return m, vx, vy, (image / m * dy[:, None] * dx[None, :]).sum()


def slant(images):
    values = []
    for image in images[:, 0]:
        _, _, vy, c = _of_one(image)
        values.append(-c / vy if vy >= 1e-6 else 0 * c)
    return torch.stack(values)


def thickness(images):
    values = []
    for image in images[:, 0]:
        m, vx, vy, _ = _of_one(image)
        values.append(m / (vx + vy) ** 0.5 if vx + vy >= 1e-6 else 0 * m)
    return torch.stack(values)
