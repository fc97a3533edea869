# While a size fades in, the old size is named.
# fails: fade-in-timetable
# says: the last of the fading: while 16 fades in, the size is 16
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step < stable:
        return 8, 1.0
    step -= stable
    if step < fading:
        return 8, step / fading
    if step < fading + stable:
        return 16, 1.0
    step -= fading + stable
    if step < fading:
        return 16, step / fading
    return 32, 1.0
