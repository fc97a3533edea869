# alpha is kept at least at 0.01, so something of high is always in.
# fails: fade-in-value
# says: a pixel of fade_in(low, high
def fade_in(low, high, alpha):
    alpha = max(alpha, 0.01)
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step < stable:
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
