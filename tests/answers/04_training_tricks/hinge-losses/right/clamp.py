# With clamp and a numeric sign.
def hinge_losses(real_logits, fake_logits):
    halves = [(1 - sign * logits).clamp(min=0).mean() for sign, logits in ((1, real_logits), (-1, fake_logits))]
    return sum(halves), fake_logits.mean().neg()
