# Always the non-saturating loss.
# fails: generator-loss-values, generator-loss-gradients
# says: the two losses are exchanged
def generator_loss(logits, saturating):
    return F.softplus(-logits).mean()
