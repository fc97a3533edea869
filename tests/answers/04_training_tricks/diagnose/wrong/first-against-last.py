# Takes the last loss of G minus the first for the swing, in place of the largest minus the smallest.
# fails: diagnose-rules, diagnose-order
# says: the last loss of G minus its first
def diagnose(history):
    """The diagnosis of a training run, by the rules of the table above.

    history: list of checkpoints (loss_d, loss_g, covered), oldest first, at least ten of them;
    covered is the share of modes covered, from 0 to 1. The history is not changed.
    Returns "diverged", "discriminator_wins", "oscillating", "mode_collapse" or "healthy".
    """
    if not all(math.isfinite(x) for checkpoint in history for x in checkpoint[:2]):
        return "diverged"
    d, g, covered = zip(*history[-10:])
    if sum(d) / 10 < 0.1 and sum(g) / 10 > 3:
        return "discriminator_wins"
    if abs(g[-1] - g[0]) > 2:
        return "oscillating"
    if sum(covered) / 10 < 0.6:
        return "mode_collapse"
    return "healthy"
