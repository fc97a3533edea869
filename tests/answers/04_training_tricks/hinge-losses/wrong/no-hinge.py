# The Wasserstein loss: nothing is cut off.
# fails: hinge-losses-values, hinge-losses-gradients
# says: nothing is cut off
def hinge_losses(real_logits, fake_logits):
    return (1 - real_logits).mean() + (1 + fake_logits).mean(), -fake_logits.mean()
