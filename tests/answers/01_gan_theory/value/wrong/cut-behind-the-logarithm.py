# Cuts the logarithm off behind it: 0 · ∞ is NaN in the gradient.
# fails: value-gradient
# says: cut off or replaced behind
# says: keep the probability away from 0 before the logarithm
def value(d_real, d_fake):
    log_real = torch.log(d_real).clamp(min=-100)
    log_fake = torch.log(1 - d_fake).clamp(min=-100)
    return log_real.mean() + log_fake.mean()
