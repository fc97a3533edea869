# repeat_interleave in one dimension, tiling in the other.
# fails: fade-in-value
# says: rows or columns are repeated as a whole: each pixel becomes
def fade_in(low, high, alpha):
    up = low.repeat_interleave(2, 2).repeat(1, 1, 1, 2)
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
