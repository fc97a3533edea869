# log(1 − σ(a)) = log σ(a) − a; sums and divides.
def generator_loss(logits, saturating):
    log_d = -F.softplus(-logits)
    losses = (log_d - logits) if saturating else -log_d
    return losses.sum() / losses.shape[0]
