# Infinite losses are not seen.
# fails: diagnose-diverged
# says: inf in the loss
def diagnose(history):
    if any(math.isnan(d) or math.isnan(g) for d, g, _ in history):
        return "diverged"
    losses_d, losses_g, covered = zip(*history[-10:])
    if sum(losses_d) / 10 < 0.1 and sum(losses_g) / 10 > 3:
        return "discriminator_wins"
    if max(losses_g) - min(losses_g) > 2:
        return "oscillating"
    return "mode_collapse" if sum(covered) / 10 < 0.6 else "healthy"
