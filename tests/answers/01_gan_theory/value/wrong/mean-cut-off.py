# Cuts off the mean in place of each logarithm.
# fails: value-certain
# says: is the mean cut off in place of each logarithm?
def value(d_real, d_fake):
    tiny = 1e-45
    log_real = torch.log(d_real.clamp(min=0)).mean().clamp(min=-100)
    log_fake = torch.log(1 - d_fake).mean().clamp(min=-100)
    return log_real + log_fake
