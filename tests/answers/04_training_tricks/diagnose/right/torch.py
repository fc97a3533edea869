# With a tensor of the last ten checkpoints.
def diagnose(history):
    table = torch.tensor(history)
    if not table[:, :2].isfinite().all():
        return "diverged"
    last = table[-10:]
    loss_d, loss_g, covered = last.mean(0)
    swing = last[:, 1].max() - last[:, 1].min()
    if loss_d < 0.1 and loss_g > 3:
        return "discriminator_wins"
    if swing > 2:
        return "oscillating"
    if covered < 0.6:
        return "mode_collapse"
    return "healthy"
