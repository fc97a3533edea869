# Forgets the learning rate.
# fails: rotation-simultaneous, rotation-alternating, rotation-orbits
# says: lr is not used
def simultaneous_step(x, y, lr):
    return x - y, y + x


def alternating_step(x, y, lr):
    x = x - y
    return x, y + x
