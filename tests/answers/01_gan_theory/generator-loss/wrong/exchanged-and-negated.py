# log σ and −log(1 − σ).
# fails: generator-loss-values, generator-loss-gradients
# says: this is log σ(a)
def generator_loss(logits, saturating):
    return F.logsigmoid(logits).mean() if saturating else -F.logsigmoid(-logits).mean()
