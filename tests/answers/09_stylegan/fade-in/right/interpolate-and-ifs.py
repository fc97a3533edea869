# F.interpolate, and the timetable as a chain of ifs.
def fade_in(low, high, alpha):
    return (1 - alpha) * F.interpolate(low, scale_factor=2, mode="nearest") + alpha * high


def growing(step, stable, fading):
    if step < stable:
        return 8, 1.0
    if step < stable + fading:
        return 16, (step - stable) / fading
    if step < 2 * stable + fading:
        return 16, 1.0
    if step < 2 * stable + 2 * fading:
        return 32, (step - 2 * stable - fading) / fading
    return 32, 1.0
