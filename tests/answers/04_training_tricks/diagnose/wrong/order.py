# Looks for lost modes before anything else.
# fails: diagnose-rules, diagnose-order
# says: expected 'discriminator_wins'
def diagnose(history):
    table = torch.tensor(history)
    if not table[:, :2].isfinite().all():
        return "diverged"
    tail = table[-10:]
    d, g, c = tail.mean(0)
    if c < 0.6:
        return "mode_collapse"
    if d < 0.1 and g > 3:
        return "discriminator_wins"
    if tail[:, 1].max() - tail[:, 1].min() > 2:
        return "oscillating"
    return "healthy"
