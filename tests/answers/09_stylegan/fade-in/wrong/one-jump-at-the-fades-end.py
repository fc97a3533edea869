# The last fading step counts as done (<), and alpha 1 begins a step early.
# fails: fade-in-timetable
# says: alpha at step
def fade_in(low, high, alpha):
    up = F.interpolate(low, scale_factor=2, mode="nearest")
    return (1 - alpha) * up + alpha * high


def growing(step, stable, fading):
    if step < stable:
        return 8, 1.0
    step -= stable
    if step < fading - 1:
        return 16, step / fading
    if step < fading + stable:
        return 16, 1.0
    step -= fading + stable
    if step < fading - 1:
        return 32, step / fading
    return 32, 1.0
