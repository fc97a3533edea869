# Less augmentation for a D that is too sure.
# fails: adapt-rule, adapt-bounds
# says: it goes the wrong way
def adapt(p, signs, target, rate):
    r = signs.mean().item()
    if r > target:
        p = p - rate
    elif r < target:
        p = p + rate
    return min(max(p, 0.0), 1.0)
