# As in the paper: minus the mean of min(0, −1 + D).
def hinge_losses(real_logits, fake_logits):
    zero = torch.zeros((), device=real_logits.device)
    real = -torch.minimum(zero, -1 + real_logits).mean()
    fake = -torch.minimum(zero, -1 - fake_logits).mean()
    return [real + fake, -torch.mean(fake_logits)]
