# nn.Upsample, and a recursion that takes one size off the timetable.
def fade_in(low, high, alpha):
    return nn.Upsample(scale_factor=2)(low).mul(1 - alpha).add(high.mul(alpha))


def growing(step, stable, fading):
    def from_here(step, size, fade):
        if step < fade:
            return size, step / fade
        if size == 32 or step < fade + stable:
            return size, 1.0
        return from_here(step - fade - stable, 2 * size, fading)

    return from_here(step, 8, 0)
