# alpha runs over fading - 1 gaps, so that the last fading step has alpha 1.
# fails: fade-in-timetable
# says: a step too early: it rises by
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step < stable:
        return 8, 1.0
    step -= stable
    if step < fading:
        return 16, step / max(fading - 1, 1)
    if step < fading + stable:
        return 16, 1.0
    step -= fading + stable
    if step < fading:
        return 32, step / max(fading - 1, 1)
    return 32, 1.0
