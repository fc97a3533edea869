# The small image is enlarged smoothly.
# fails: fade-in-value
# says: low is enlarged smoothly: repeat its pixels
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="bilinear", align_corners=False)
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
