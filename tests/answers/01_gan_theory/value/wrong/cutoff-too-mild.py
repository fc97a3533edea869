# Probabilities are kept a wide 0.05 away from 0 and 1, which changes ordinary values.
# fails: value-certain
# says: cut off at 0.05
def value(d_real, d_fake):
    """The score V(D, G) on a batch: mean of log D(x) plus mean of log(1 − D(G(z))).

    d_real, d_fake: D's probabilities for real and for generated samples, each (N,) or (N, 1); the
        two batches may differ in size.
    Returns a tensor without dimensions, shape (), through which gradients flow. It is finite even
    where D answers exactly 0 or 1: there log 0 counts as a large negative number, such as −100.
    """
    real = torch.log(d_real.clamp(0.05, 0.95))
    fake = torch.log(1 - d_fake.clamp(0.05, 0.95))
    return real.mean() + fake.mean()
