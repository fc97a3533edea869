# Joins both batches and halves the loss.
# fails: hinge-losses-values, hinge-losses-gradients
# says: take the mean of each
def hinge_losses(real_logits, fake_logits):
    both = torch.cat([1 - real_logits.flatten(), 1 + fake_logits.flatten()])
    return torch.relu(both).mean(), -fake_logits.mean()
