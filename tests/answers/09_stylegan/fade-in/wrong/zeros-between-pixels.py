# Only one of the four pixels is filled.
# fails: fade-in-value
# says: only one of four pixels is filled: repeat each
def fade_in(low, high, alpha):
    up = low.new_zeros(high.shape)
    up[:, :, ::2, ::2] = low
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
