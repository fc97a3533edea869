# A step that grows with the distance.
# fails: adapt-rule, adapt-bounds
# says: the step grows with the distance to the target
def adapt(p, signs, target, rate):
    r = signs.mean().item()
    p = p + rate * (r - target)
    return min(max(p, 0.0), 1.0)
