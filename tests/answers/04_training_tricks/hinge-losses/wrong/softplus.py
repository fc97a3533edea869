# softplus in place of the hinge.
# fails: hinge-losses-values, hinge-losses-gradients
# says: softplus stands in the place
def hinge_losses(real_logits, fake_logits):
    loss_d = nn.functional.softplus(1 - real_logits).mean() + nn.functional.softplus(1 + fake_logits).mean()
    loss_g = -fake_logits.mean()
    return loss_d, loss_g
