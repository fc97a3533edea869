# In alternating_step y uses the middle between old and new x.
# fails: rotation-alternating, rotation-orbits
# says: y used the middle
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
    new_x = x - lr * y
    y = y + lr * (x + new_x) / 2
    return new_x, y
