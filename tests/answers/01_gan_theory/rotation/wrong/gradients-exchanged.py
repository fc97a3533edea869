# ∂f/∂x is taken for x.
# fails: rotation-simultaneous, rotation-alternating, rotation-orbits
# says: the gradients are exchanged
def simultaneous_step(x, y, lr):
    return x - lr * x, y + lr * y


def alternating_step(x, y, lr):
    x = x - lr * x
    return x, y + lr * y
