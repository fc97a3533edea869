# The learning rate is fixed at the example's 0.15 in alternating_step.
# fails: rotation-alternating, rotation-orbits
# says: lr is fixed at 0.15
def simultaneous_step(x, y, lr):
    """One gradient step of both players on f(x, y) = x·y, each from the old point.

    x, y: where the players stand, two numbers; x minimises f, y maximises it.
    Returns the new (x, y).
    """
    return x - lr * y, y + lr * x


def alternating_step(x, y, lr):
    """One gradient step of x on f(x, y) = x·y, then one of y, which uses the new x.

    Returns the new (x, y).
    """
    x = x - 0.15 * y
    y = y + 0.15 * x
    return x, y
