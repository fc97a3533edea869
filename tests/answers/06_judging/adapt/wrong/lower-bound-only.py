# Bounded from below only.
# fails: adapt-bounds
# says: p rises above 1: cut it off there too
def adapt(p, signs, target, rate):
    r = signs.mean().item()
    if r > target:
        p = p + rate
    elif r < target:
        p = p - rate
    return max(p, 0.0)
