# x goes up as well.
# fails: rotation-simultaneous, rotation-alternating, rotation-orbits
# says: x went up
def simultaneous_step(x, y, lr):
    return x + lr * y, y + lr * x


def alternating_step(x, y, lr):
    x = x + lr * y
    return x, y + lr * x
