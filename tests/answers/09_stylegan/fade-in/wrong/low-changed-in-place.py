# low is scaled in place before it is enlarged.
# fails: fade-in-value
# says: fade_in(low, high, alpha) changed its input low in place: make a new
def fade_in(low, high, alpha):
    low.data.mul_(1 - alpha)
    up = F.interpolate(low, scale_factor=2)
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
