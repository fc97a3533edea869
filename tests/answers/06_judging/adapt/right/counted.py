# Counts the signs, in plain Python.
def adapt(p, signs, target, rate):
    flat = signs.flatten().tolist()
    r = sum(flat) / len(flat)
    if r == target:
        return float(p)
    moved = p + rate if r > target else p - rate
    if moved > 1:
        return 1.0
    return moved if moved > 0 else 0.0
