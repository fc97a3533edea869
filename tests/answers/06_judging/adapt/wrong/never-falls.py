# Only ever rises.
# fails: adapt-rule, adapt-bounds
# says: p never falls
def adapt(p, signs, target, rate):
    r = signs.mean().item()
    if r > target:
        p = p + rate
    return min(max(p, 0.0), 1.0)
