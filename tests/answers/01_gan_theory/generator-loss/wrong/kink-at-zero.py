# A stable softplus by hand, max(a, 0) + log1p(exp(-|a|)): its autograd gradient is wrong at logit 0.
# fails: generator-loss-gradients
# says: the slope of one side of a kink
def generator_loss(logits, saturating):
    """The generator's loss, the mean over a batch.

    logits: D's answers on generated samples before the Sigmoid, (N,) or (N, 1).
    saturating: True for log(1 − σ(logit)), False for −log σ(logit).
    Returns a tensor without dimensions, shape (), through which gradients flow. Loss and gradient
    are exact for logits from −100 to 100.
    """
    def softplus(a):
        return a.clamp(min=0) + torch.log1p(torch.exp(-a.abs()))

    if saturating:
        return -softplus(logits).mean()
    return softplus(-logits).mean()
