# The real half alone.
# fails: hinge-losses-values, hinge-losses-gradients
# says: the fake half is missing
def hinge_losses(real_logits, fake_logits):
    return torch.relu(1 - real_logits).mean(), -fake_logits.mean()
