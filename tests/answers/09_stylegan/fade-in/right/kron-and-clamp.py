# The small image by a Kronecker product with ones; alpha of both fades clamped at once.
def fade_in(low, high, alpha):
    up = torch.kron(low, low.new_ones(1, 1, 2, 2))
    return torch.add(torch.mul(up, 1 - alpha), high, alpha=alpha)


def growing(step, stable, fading):
    to16, to32 = step - stable, step - (2 * stable + fading)
    size = 8 * 2 ** ((to16 >= 0) + (to32 >= 0))
    since = {8: fading, 16: to16, 32: to32}[size]
    return size, max(0.0, min(1.0, since / fading))
