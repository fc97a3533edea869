# Looks at nine checkpoints.
# fails: diagnose-rules
# says: the last nine checkpoints
def diagnose(history):
    if not all(math.isfinite(d) and math.isfinite(g) for d, g, _ in history):
        return "diverged"
    losses_d, losses_g, covered = zip(*history[-9:])
    if sum(losses_d) / 9 < 0.1 and sum(losses_g) / 9 > 3:
        return "discriminator_wins"
    if max(losses_g) - min(losses_g) > 2:
        return "oscillating"
    return "mode_collapse" if sum(covered) / 9 < 0.6 else "healthy"
