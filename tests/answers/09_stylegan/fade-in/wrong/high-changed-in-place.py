# high is scaled and added to in place.
# fails: fade-in-value
# says: fade_in(low, high, alpha) changed its input high in place: make a new
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    with torch.no_grad():
        high.mul_(alpha)
    return (1 - alpha) * up + high


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
