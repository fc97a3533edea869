# Binary cross-entropy on logits, with the label of each loss.
def generator_loss(logits, saturating):
    if saturating:
        return -F.binary_cross_entropy_with_logits(logits, torch.zeros_like(logits))
    return nn.BCEWithLogitsLoss()(logits, torch.ones_like(logits))
