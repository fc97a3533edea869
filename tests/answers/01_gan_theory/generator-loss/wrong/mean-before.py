# The mean of the logits before the softplus.
# fails: generator-loss-values, generator-loss-gradients
# says: the mean is taken of the logits
def generator_loss(logits, saturating):
    """The generator's loss, the mean over a batch.

    logits: D's answers on generated samples before the Sigmoid, (N,) or (N, 1).
    saturating: True for log(1 − σ(logit)), False for −log σ(logit).
    Returns a tensor without dimensions, shape (), through which gradients flow. Loss and gradient
    are exact for logits from −100 to 100.
    """
    if saturating:
        return -F.softplus(logits.mean())
    return F.softplus(-logits.mean())
