# Takes the means over the whole history.
# fails: diagnose-order
# says: Your answer is what the whole history would give
def diagnose(history):
    table = torch.tensor(history)
    if not table[:, :2].isfinite().all():
        return "diverged"
    d, g, c = table.mean(0)
    if d < 0.1 and g > 3:
        return "discriminator_wins"
    if table[:, 1].max() - table[:, 1].min() > 2:
        return "oscillating"
    return "mode_collapse" if c < 0.6 else "healthy"
