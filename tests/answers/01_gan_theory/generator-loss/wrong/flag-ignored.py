# Always the non-saturating loss.
# fails: generator-loss-values, generator-loss-gradients
# says: saturating is not used
def generator_loss(logits, saturating):
    return F.softplus(-logits).mean()
