# Judges by the last checkpoint in the place of the means.
# fails: diagnose-rules
# says: the last checkpoint in the place of the mean
def diagnose(history):
    if not all(math.isfinite(d) and math.isfinite(g) for d, g, _ in history):
        return "diverged"
    loss_d, loss_g, covered = history[-1]
    losses_g = [g for _, g, _ in history[-10:]]
    if loss_d < 0.1 and loss_g > 3:
        return "discriminator_wins"
    if max(losses_g) - min(losses_g) > 2:
        return "oscillating"
    return "mode_collapse" if covered < 0.6 else "healthy"
