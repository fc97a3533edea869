# y's move in simultaneous_step has no learning rate.
# fails: rotation-simultaneous, rotation-orbits
# says: lr is missing in y's move
def simultaneous_step(x, y, lr):
    """One gradient step of both players on f(x, y) = x·y, each from the old point.

    x, y: where the players stand, two numbers; x minimises f, y maximises it.
    Returns the new (x, y).
    """
    return x - lr * y, y + x


def alternating_step(x, y, lr):
    """One gradient step of x on f(x, y) = x·y, then one of y, which uses the new x.

    Returns the new (x, y).
    """
    x = x - lr * y
    y = y + lr * x
    return x, y
