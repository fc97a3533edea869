# Says discriminator_wins when one of its two conditions holds: `or` in place of `and`.
# fails: diagnose-rules
# says: both must hold, `and`
def diagnose(history):
    """The diagnosis of a training run, by the rules of the table above.

    history: list of checkpoints (loss_d, loss_g, covered), oldest first, at least ten of them;
    covered is the share of modes covered, from 0 to 1. The history is not changed.
    Returns "diverged", "discriminator_wins", "oscillating", "mode_collapse" or "healthy".
    """
    if not all(math.isfinite(x) for checkpoint in history for x in checkpoint[:2]):
        return "diverged"
    d, g, covered = zip(*history[-10:])
    if sum(d) / 10 < 0.1 or sum(g) / 10 > 3:
        return "discriminator_wins"
    if max(g) - min(g) > 2:
        return "oscillating"
    if sum(covered) / 10 < 0.6:
        return "mode_collapse"
    return "healthy"
