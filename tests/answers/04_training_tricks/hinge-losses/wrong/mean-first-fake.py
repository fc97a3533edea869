# Cuts off the mean in the fake half, each image in the real one.
# fails: hinge-losses-values, hinge-losses-gradients
# says: in the fake half the mean was taken before the maximum
def hinge_losses(real_logits, fake_logits):
    return torch.relu(1 - real_logits).mean() + torch.relu(1 + fake_logits.mean()), -fake_logits.mean()
