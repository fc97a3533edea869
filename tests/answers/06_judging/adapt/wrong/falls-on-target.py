# Falls where the mean is the target.
# fails: adapt-rule
# says: p falls where the mean is exactly the target
def adapt(p, signs, target, rate):
    r = signs.mean().item()
    if r > target:
        p = p + rate
    else:
        p = p - rate
    return min(max(p, 0.0), 1.0)
