# Both steps look at the old point.
# fails: rotation-alternating, rotation-orbits
# says: y used the old x
# says: y looked at the old x
def simultaneous_step(x, y, lr):
    return x - lr * y, y + lr * x


def alternating_step(x, y, lr):
    return simultaneous_step(x, y, lr)
