# In the alternating step y moves first.
# fails: rotation-alternating, rotation-orbits
# says: y moved first
def simultaneous_step(x, y, lr):
    return x - lr * y, y + lr * x


def alternating_step(x, y, lr):
    y = y + lr * x
    x = x - lr * y
    return x, y
