# Joins both batches and takes one mean.
# fails: hinge-losses-values, hinge-losses-gradients
# says: one mean runs over real and fake images together: take the mean of each, and add them
def hinge_losses(real_logits, fake_logits):
    both = torch.cat([1 - real_logits.flatten(), 1 + fake_logits.flatten()])
    return torch.relu(both).mean(), -fake_logits.mean()
