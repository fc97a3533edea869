# Enlarged to a square as wide as high.
# fails: fade-in-value
# says: two tensors whose sizes do not fit meet element by element. If one
def fade_in(low, high, alpha):
    up = F.interpolate(low, size=(high.shape[-1], high.shape[-1]))
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step < stable:
        return 8, 1.0
    step -= stable
    if step < fading:
        return 16, step / fading
    if step < fading + stable:
        return 16, 1.0
    step -= fading + stable
    if step < fading:
        return 32, step / fading
    return 32, 1.0
