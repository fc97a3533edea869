# NaN and infinity are looked for in the last ten checkpoints only.
# fails: diagnose-diverged
# says: of 20
def diagnose(history):
    if any(not math.isfinite(loss) for loss_d, loss_g, _ in history[-10:] for loss in (loss_d, loss_g)):
        return "diverged"
    last = history[-10:]
    mean_d = sum(loss_d for loss_d, _, _ in last) / len(last)
    mean_g = sum(loss_g for _, loss_g, _ in last) / len(last)
    covered = sum(share for _, _, share in last) / len(last)
    losses_g = [loss_g for _, loss_g, _ in last]
    if mean_d < 0.1 and mean_g > 3:
        return "discriminator_wins"
    if max(losses_g) - min(losses_g) > 2:
        return "oscillating"
    if covered < 0.6:
        return "mode_collapse"
    return "healthy"
