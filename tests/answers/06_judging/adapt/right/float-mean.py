# The mean as float32 rounds it, as .item() gives it: a mean of 0.6 may lie above a target of 0.6.
def adapt(p, signs, target, rate):
    r = signs.float().mean().item()
    if r > target:
        p = p + rate
    elif r < target:
        p = p - rate
    return float(min(1.0, max(0.0, p)))
