# x is overwritten before y looks at it.
# fails: rotation-simultaneous, rotation-orbits
# says: here both look at the old point
def simultaneous_step(x, y, lr):
    x = x - lr * y
    y = y + lr * x
    return x, y


def alternating_step(x, y, lr):
    x = x - lr * y
    y = y + lr * x
    return x, y
