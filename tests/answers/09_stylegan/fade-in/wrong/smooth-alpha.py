# alpha follows half a cosine, not a line.
# fails: fade-in-timetable
# says: in its middle: it is a straight line, by 1/fading each step
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step < stable:
        return 8, 1.0
    step -= stable
    if step < fading:
        return 16, 0.5 - 0.5 * math.cos(math.pi * step / fading)
    if step < fading + stable:
        return 16, 1.0
    step -= fading + stable
    if step < fading:
        return 32, 0.5 - 0.5 * math.cos(math.pi * step / fading)
    return 32, 1.0
