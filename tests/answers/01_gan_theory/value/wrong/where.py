# Chooses by torch.where: the gradient of the branch that is not taken is NaN.
# fails: value-gradient
# says: cut off or replaced behind
# says: keep the probability away from 0 before the logarithm
def value(d_real, d_fake):
    log_real = torch.where(d_real > 0, torch.log(d_real), torch.tensor(-100.0))
    log_fake = torch.where(d_fake < 1, torch.log(1 - d_fake), torch.tensor(-100.0))
    return log_real.mean() + log_fake.mean()
