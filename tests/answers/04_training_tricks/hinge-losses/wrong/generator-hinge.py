# A hinge for G too.
# fails: hinge-losses-values, hinge-losses-gradients
# says: G's loss has no hinge
def hinge_losses(real_logits, fake_logits):
    loss_d = torch.relu(1 - real_logits).mean() + torch.relu(1 + fake_logits).mean()
    return loss_d, torch.relu(1 - fake_logits).mean()
