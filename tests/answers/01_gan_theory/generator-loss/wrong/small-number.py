# A small number inside the logarithm: no gradient where D is sure.
# fails: generator-loss-values, generator-loss-gradients
# says: a small number in the logarithm, or clamping, cuts it off
# says: the gradient is lost where D is sure
def generator_loss(logits, saturating):
    d = torch.sigmoid(logits)
    return torch.log(1 - d + 1e-12).mean() if saturating else -torch.log(d + 1e-45).mean()
