# Only x moves in the simultaneous step.
# fails: rotation-simultaneous, rotation-orbits
# says: expected
def simultaneous_step(x, y, lr):
    return x - lr * y, y


def alternating_step(x, y, lr):
    x = x - lr * y
    return x, y + lr * x
