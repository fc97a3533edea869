# G wants low logits.
# fails: hinge-losses-values, hinge-losses-gradients
# says: G wants high logits
def hinge_losses(real_logits, fake_logits):
    return torch.relu(1 - real_logits).mean() + torch.relu(1 + fake_logits).mean(), fake_logits.mean()
