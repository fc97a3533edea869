# Sums over the batch.
# fails: generator-loss-values, generator-loss-gradients
# says: the losses are summed
def generator_loss(logits, saturating):
    return -F.softplus(logits).sum() if saturating else F.softplus(-logits).sum()
