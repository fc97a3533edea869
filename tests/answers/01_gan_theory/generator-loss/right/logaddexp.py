# softplus by logaddexp.
def generator_loss(logits, saturating):
    sign = 1 if saturating else -1
    return -sign * torch.logaddexp(sign * logits, torch.zeros_like(logits)).mean()
