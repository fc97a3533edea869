# Returns (y, x).
# fails: rotation-simultaneous, rotation-alternating
# says: the order is (x, y)
def simultaneous_step(x, y, lr):
    return y + lr * x, x - lr * y


def alternating_step(x, y, lr):
    x = x - lr * y
    return y + lr * x, x
