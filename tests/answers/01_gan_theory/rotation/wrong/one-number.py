# Returns x only.
# fails: rotation-alternating, rotation-orbits
# says: should return (x, y), not
def simultaneous_step(x, y, lr):
    return x - lr * y, y + lr * x


def alternating_step(x, y, lr):
    x = x - lr * y
    y = y + lr * x
    return x
