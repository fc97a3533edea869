# The margin is missing.
# fails: hinge-losses-values
# says: the margin 1 is missing
def hinge_losses(real_logits, fake_logits):
    return torch.relu(-real_logits).mean() + torch.relu(fake_logits).mean(), -fake_logits.mean()
