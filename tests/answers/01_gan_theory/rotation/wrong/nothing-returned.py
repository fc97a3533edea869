# Forgets the return.
# fails: rotation-alternating, rotation-orbits
# says: None: is a return missing?
def simultaneous_step(x, y, lr):
    return x - lr * y, y + lr * x


def alternating_step(x, y, lr):
    x = x - lr * y
    y = y + lr * x
