# The first step of a fade has alpha 1/fading.
# fails: fade-in-timetable
# says: the first step of a size has alpha
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step < stable:
        return 8, 1.0
    step -= stable
    if step < fading:
        return 16, (step + 1) / fading
    if step < fading + stable:
        return 16, 1.0
    step -= fading + stable
    if step < fading:
        return 32, (step + 1) / fading
    return 32, 1.0
