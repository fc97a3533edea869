# One mean over the real and the fake images together, times two.
# fails: hinge-losses-values
# says: take the mean of each
def hinge_losses(real_logits, fake_logits):
    loss_d = 2 * torch.cat([torch.relu(1 - real_logits).flatten(), torch.relu(1 + fake_logits).flatten()]).mean()
    loss_g = -fake_logits.mean()
    return loss_d, loss_g
