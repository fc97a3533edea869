# A swing is the last loss of G minus the first.
# fails: diagnose-rules
# says: expected 'oscillating'
def diagnose(history):
    if not all(math.isfinite(d) and math.isfinite(g) for d, g, _ in history):
        return "diverged"
    losses_d, losses_g, covered = zip(*history[-10:])
    if sum(losses_d) / 10 < 0.1 and sum(losses_g) / 10 > 3:
        return "discriminator_wins"
    if abs(losses_g[-1] - losses_g[0]) > 2:
        return "oscillating"
    return "mode_collapse" if sum(covered) / 10 < 0.6 else "healthy"
