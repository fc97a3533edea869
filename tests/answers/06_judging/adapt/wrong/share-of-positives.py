# The share of positive signs.
# fails: adapt-rule, adapt-bounds
# says: the share of positive signs is compared
def adapt(p, signs, target, rate):
    r = (signs > 0).float().mean().item()
    if r > target:
        p = p + rate
    elif r < target:
        p = p - rate
    return min(max(p, 0.0), 1.0)
