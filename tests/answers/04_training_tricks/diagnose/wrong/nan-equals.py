# Compares with NaN, which is equal to nothing.
# fails: diagnose-diverged
# says: Infinity is seen there, NaN is not
# also: diagnose-order
def diagnose(history):
    for loss_d, loss_g, _ in history:
        if loss_d == float("nan") or loss_g == float("nan") or abs(loss_d) == math.inf or abs(loss_g) == math.inf:
            return "diverged"
    tail = history[-10:]
    d, g, c = (sum(column) / 10 for column in zip(*tail))
    if d < 0.1 and g > 3:
        return "discriminator_wins"
    if max(r[1] for r in tail) - min(r[1] for r in tail) > 2:
        return "oscillating"
    return "mode_collapse" if c < 0.6 else "healthy"
