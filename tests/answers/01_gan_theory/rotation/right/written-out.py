# The alternating step in one line, multiplied out.
def simultaneous_step(x, y, lr):
    new_x = x - lr * y
    new_y = y + lr * x
    return [new_x, new_y]


def alternating_step(x, y, lr):
    return x - lr * y, (1 - lr**2) * y + lr * x
