# 8 pixels are trained one step too long (<= instead of <).
# fails: fade-in-timetable
# says: it is changed one step too late, is <= written for <?
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step <= stable:
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
