# Detaches the logits.
# fails: generator-loss-gradients
# says: no gradient flows through the loss
def generator_loss(logits, saturating):
    a = logits.detach()
    return -F.softplus(a).mean() if saturating else F.softplus(-a).mean()
