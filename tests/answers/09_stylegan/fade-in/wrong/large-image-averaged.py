# high is smoothed to the old size's pixels as well.
# fails: fade-in-value
# says: the large image is smoothed: only the small one is enlarged
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    high = F.interpolate(F.avg_pool2d(high, 2), scale_factor=2)
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
