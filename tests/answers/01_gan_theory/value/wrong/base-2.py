# Logarithm to base 2.
# fails: value-batch, value-certain
# says: the logarithm is to base 2
def value(d_real, d_fake):
    return torch.log2(d_real.clamp(min=1e-7)).mean() + torch.log2((1 - d_fake).clamp(min=1e-7)).mean()
