# The pair is returned as (alpha, size).
# fails: fade-in-timetable
# says: the size at step
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step < stable:
        return 1.0, 8
    step -= stable
    if step < fading:
        return step / fading, 16
    if step < fading + stable:
        return 1.0, 16
    step -= fading + stable
    if step < fading:
        return step / fading, 32
    return 1.0, 32
