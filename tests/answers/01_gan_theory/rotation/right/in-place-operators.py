# Augmented assignments, in the right order.
def simultaneous_step(x, y, lr):
    old_x = x
    x -= lr * y
    y += lr * old_x
    return [x, y]


def alternating_step(x, y, lr):
    x -= lr * y
    y += lr * x
    return [x, y]
