# 16 pixels last `stable` steps in all, the fade included.
# fails: fade-in-timetable
# says: a size is trained for `stable` steps after it was faded in, not from
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step < stable:
        return 8, 1.0
    step -= stable
    if step < fading:
        return 16, step / fading
    if step < max(stable, fading):
        return 16, 1.0
    step -= max(stable, fading)
    if step < fading:
        return 32, step / fading
    return 32, 1.0
