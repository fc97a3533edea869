# The formula of softplus by hand: e^100 is infinite.
# fails: generator-loss-values, generator-loss-gradients
# says: e^a is infinite in float32
def generator_loss(logits, saturating):
    soft = lambda a: torch.log(1 + torch.exp(a))
    return -soft(logits).mean() if saturating else soft(-logits).mean()
