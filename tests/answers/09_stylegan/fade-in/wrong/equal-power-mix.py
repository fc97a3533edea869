# Roots of alpha and 1 - alpha are used, to keep the loudness.
# fails: fade-in-value
# says: − alpha are taken: alpha itself is the share
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return math.sqrt(1 - alpha) * up + math.sqrt(alpha) * high


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
