# Takes the mean first.
# fails: value-batch
# says: the logarithm of the mean is not the mean
def value(d_real, d_fake):
    return torch.log(d_real.mean().clamp(min=1e-7)) + torch.log((1 - d_fake.mean()).clamp(min=1e-7))
