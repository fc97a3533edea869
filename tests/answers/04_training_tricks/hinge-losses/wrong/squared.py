# Squares the hinges.
# fails: hinge-losses-values
# says: the hinges are squared
def hinge_losses(real_logits, fake_logits):
    loss_d = torch.relu(1 - real_logits).square().mean() + torch.relu(1 + fake_logits).square().mean()
    return loss_d, -fake_logits.mean()
