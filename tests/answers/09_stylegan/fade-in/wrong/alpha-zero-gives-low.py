# At alpha 0 the small image comes back as it is.
# fails: fade-in-value
# says: fade_in(low, high
def fade_in(low, high, alpha):
    if alpha == 0:
        return low
    up = F.interpolate(low, scale_factor=2, mode="nearest")
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
