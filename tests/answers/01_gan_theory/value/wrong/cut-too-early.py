# Keeps the probabilities between 0.01 and 0.99.
# fails: value-certain
# says: probabilities were cut off at 0.01
def value(d_real, d_fake):
    d_real, d_fake = d_real.clamp(0.01, 0.99), d_fake.clamp(0.01, 0.99)
    return torch.log(d_real).mean() + torch.log(1 - d_fake).mean()
