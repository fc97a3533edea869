# The new image is added to the whole old one.
# fails: fade-in-value
# says: only one of the two is weighted
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return up + alpha * high


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
