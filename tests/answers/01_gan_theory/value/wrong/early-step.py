# Keeps the probabilities between 0.001 and 0.999.
# fails: value-certain
# says: probabilities were cut off at 0.001
def value(d_real, d_fake):
    d_real, d_fake = d_real.clamp(1e-3, 0.999), d_fake.clamp(1e-3, 0.999)
    return torch.log(d_real).mean() + torch.log(1 - d_fake).mean()
