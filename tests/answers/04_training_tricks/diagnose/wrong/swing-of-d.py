# Looks for a swing in the loss of D as well.
# fails: diagnose-rules
# says: the loss of D swings, the loss of G does not
def diagnose(history):
    if not all(math.isfinite(d) and math.isfinite(g) for d, g, _ in history):
        return "diverged"
    losses_d, losses_g, covered = zip(*history[-10:])
    if sum(losses_d) / 10 < 0.1 and sum(losses_g) / 10 > 3:
        return "discriminator_wins"
    if max(losses_g) - min(losses_g) > 2 or max(losses_d) - min(losses_d) > 2:
        return "oscillating"
    return "mode_collapse" if sum(covered) / 10 < 0.6 else "healthy"
