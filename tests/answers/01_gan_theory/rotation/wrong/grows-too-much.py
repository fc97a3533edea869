# Moves twice as far.
# fails: rotation-simultaneous, rotation-orbits
# says: lr counts twice
def simultaneous_step(x, y, lr):
    return x - 2 * lr * y, y + 2 * lr * x


def alternating_step(x, y, lr):
    x = x - lr * y
    return x, y + lr * x
