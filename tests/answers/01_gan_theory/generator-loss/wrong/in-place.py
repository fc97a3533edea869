# Turns the logits round in place.
# fails: generator-loss-values, generator-loss-gradients
# also: gaussian-gan-updates
# says: in place
def generator_loss(logits, saturating):
    if saturating:
        return -F.softplus(logits).mean()
    return F.softplus(logits.neg_()).mean()
