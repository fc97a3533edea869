# Takes logits for probabilities that were squashed already.
# fails: generator-loss-values, generator-loss-gradients
# says: logits were taken for probabilities
def generator_loss(logits, saturating):
    d = torch.sigmoid(logits)
    return -F.softplus(d).mean() if saturating else F.softplus(-d).mean()
