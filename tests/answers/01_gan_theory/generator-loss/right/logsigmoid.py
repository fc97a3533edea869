# The logarithm of the Sigmoid in its stable form.
def generator_loss(logits, saturating):
    losses = F.logsigmoid(-logits) if saturating else -F.logsigmoid(logits)
    return torch.mean(losses)
