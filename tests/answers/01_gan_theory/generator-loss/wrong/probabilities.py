# A Sigmoid stands before softplus.
# fails: generator-loss-values, generator-loss-gradients
# says: a Sigmoid stands before softplus
def generator_loss(logits, saturating):
    d = torch.sigmoid(logits)
    return -F.softplus(d).mean() if saturating else F.softplus(-d).mean()
