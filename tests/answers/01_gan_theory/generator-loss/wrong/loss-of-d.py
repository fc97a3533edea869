# The loss of D on generated samples.
# fails: generator-loss-values, generator-loss-gradients
# says: D's loss on generated samples
def generator_loss(logits, saturating):
    return F.softplus(logits).mean()
