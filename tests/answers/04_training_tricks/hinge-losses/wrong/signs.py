# The signs of real and fake are exchanged.
# fails: hinge-losses-values, hinge-losses-gradients
# says: the signs are exchanged
def hinge_losses(real_logits, fake_logits):
    return torch.relu(1 + real_logits).mean() + torch.relu(1 - fake_logits).mean(), -fake_logits.mean()
