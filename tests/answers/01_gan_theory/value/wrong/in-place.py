# Keeps the probabilities away from 0 and 1 in place.
# fails: value-certain
# says: in place
def value(d_real, d_fake):
    d_real.clamp_(1e-7, 1 - 1e-7)
    d_fake.clamp_(1e-7, 1 - 1e-7)
    return torch.log(d_real).mean() + torch.log(1 - d_fake).mean()
