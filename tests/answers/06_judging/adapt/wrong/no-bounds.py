# May leave [0, 1].
# fails: adapt-bounds
# says: p leaves [0, 1] at both ends
def adapt(p, signs, target, rate):
    r = signs.mean().item()
    if r > target:
        p = p + rate
    elif r < target:
        p = p - rate
    return p
