# Keeps the probability away from 0 and 1: no gradient is left there.
# fails: generator-loss-values, generator-loss-gradients
# says: a small number in the logarithm, or clamping, cuts it off
# says: the gradient is lost where D is sure
def generator_loss(logits, saturating):
    d = torch.sigmoid(logits).clamp(1e-7, 1 - 1e-7)
    return torch.log(1 - d).mean() if saturating else -torch.log(d).mean()
