# Keeps the probability away from 0 by a maximum; log1p for the second term.
def value(d_real, d_fake):
    tiny = torch.tensor(1e-6)
    first = torch.maximum(d_real, tiny).log().mean()
    return first.add(torch.log1p(-torch.minimum(d_fake, 1 - tiny)).mean())
