# 32 pixels begin to fade in as soon as 16 have.
# fails: fade-in-timetable
# says: pixels are not trained for `stable` steps after the fading
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step < stable:
        return 8, 1.0
    step -= stable
    if step < fading:
        return 16, step / fading
    step -= fading
    if step < fading:
        return 32, step / fading
    return 32, 1.0
