# The old size is detached.
# fails: fade-in-value
# says: no gradient comes to low: is it detached?
def fade_in(low, high, alpha):
    up = F.interpolate(low.detach(), scale_factor=2, mode="nearest")
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
