# Returns a tensor.
# fails: adapt-rule, adapt-bounds
# says: is a tensor: return a float
def adapt(p, signs, target, rate):
    r = signs.mean().item()
    if r > target:
        p = p + rate
    elif r < target:
        p = p - rate
    return torch.tensor(min(max(p, 0.0), 1.0))
