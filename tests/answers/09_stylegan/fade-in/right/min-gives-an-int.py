# min(1, …) gives the int 1 once a fade is over.
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step < stable:
        return 8, 1.0
    step -= stable
    if step < fading + stable:
        return 16, min(1, step / fading)
    step -= fading + stable
    return 32, min(1, step / fading)
