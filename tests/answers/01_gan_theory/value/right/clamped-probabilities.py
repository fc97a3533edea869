# Keeps the probabilities away from 0 and 1.
def value(d_real, d_fake):
    eps = 1e-7
    d_real = torch.clamp(d_real, eps, 1 - eps)
    d_fake = d_fake.clamp(eps, 1 - eps)
    return d_real.log().mean() + torch.log1p(-d_fake).mean()
