# The small image is repeated side by side, not its pixels.
# fails: fade-in-value
# says: rows and columns are repeated as a whole: each pixel becomes
def fade_in(low, high, alpha):
    up = low.repeat(1, 1, 2, 2)
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
