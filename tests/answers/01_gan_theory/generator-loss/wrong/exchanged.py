# The two losses are exchanged.
# fails: generator-loss-values, generator-loss-gradients
# says: the two losses are exchanged
def generator_loss(logits, saturating):
    return F.softplus(-logits).mean() if saturating else -F.softplus(logits).mean()
