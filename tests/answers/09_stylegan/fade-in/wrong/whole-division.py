# Alpha is found by whole division, so it is 0 all the fade long.
# fails: fade-in-timetable
# says: alpha is rounded
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step < stable:
        return 8, 1.0
    step -= stable
    if step < fading:
        return 16, float(step // fading)
    if step < fading + stable:
        return 16, 1.0
    step -= fading + stable
    if step < fading:
        return 32, float(step // fading)
    return 32, 1.0
