# Throws the older checkpoints away.
# fails: diagnose-order, diagnose-diverged
# says: changed the history
def diagnose(history):
    bad = any(not math.isfinite(d) or not math.isfinite(g) for d, g, _ in history)
    del history[:-10]
    losses_d, losses_g, covered = zip(*history)
    if bad:
        return "diverged"
    if sum(losses_d) / 10 < 0.1 and sum(losses_g) / 10 > 3:
        return "discriminator_wins"
    if max(losses_g) - min(losses_g) > 2:
        return "oscillating"
    return "mode_collapse" if sum(covered) / 10 < 0.6 else "healthy"
