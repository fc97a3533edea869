# alpha rises over `stable` steps in each size's fade.
# fails: fade-in-timetable
# says: /stable: fading takes `fading` steps
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step < stable:
        return 8, 1.0
    step -= stable
    if step < fading:
        return 16, min(step / stable, 1.0)
    if step < fading + stable:
        return 16, 1.0
    step -= fading + stable
    if step < fading:
        return 32, min(step / stable, 1.0)
    return 32, 1.0
