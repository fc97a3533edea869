# alpha is the int 1 outside the fades.
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step < stable:
        return 8, 1
    step -= stable
    if step < fading:
        return 16, step / fading
    if step < fading + stable:
        return 16, 1
    step -= fading + stable
    if step < fading:
        return 32, step / fading
    return 32, 1
