# Returns plain numbers.
# fails: hinge-losses-values, hinge-losses-gradients
# says: without item() or detach()
def hinge_losses(real_logits, fake_logits):
    loss_d = torch.relu(1 - real_logits).mean() + torch.relu(1 + fake_logits).mean()
    return loss_d.item(), -fake_logits.mean().item()
