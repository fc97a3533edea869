# The formula as it stands: log 0 is −∞.
# fails: value-certain, value-gradient
# says: keep the probability away from 0
def value(d_real, d_fake):
    return torch.log(d_real).mean() + torch.log(1 - d_fake).mean()
