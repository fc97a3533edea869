# Returns (loss_g, loss_d).
# fails: hinge-losses-values, hinge-losses-gradients
# says: the pair is exchanged
def hinge_losses(real_logits, fake_logits):
    return -fake_logits.mean(), torch.relu(1 - real_logits).mean() + torch.relu(1 + fake_logits).mean()
