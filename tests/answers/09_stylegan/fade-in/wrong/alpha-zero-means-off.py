# alpha 0 is taken as no fading, and high comes back.
# fails: fade-in-value
# says: low and high are exchanged: alpha is the share of the large image
def fade_in(low, high, alpha):
    if not alpha:
        return high
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
