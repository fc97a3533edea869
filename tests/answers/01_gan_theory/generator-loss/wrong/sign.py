# Both losses have the wrong sign.
# fails: generator-loss-values, generator-loss-gradients
# says: the sign is turned round
def generator_loss(logits, saturating):
    return F.softplus(logits).mean() if saturating else -F.softplus(-logits).mean()
