# The probabilities are clamped to [1e-8, 1 − 1e-8], but 1 − 1e-8 is 1 in float32, so log(1 − D) is still −inf.
# fails: value-certain, value-gradient
# says: in float32, 1 − 1e-8 is exactly 1
def value(d_real, d_fake):
    """The score V(D, G) on a batch: mean of log D(x) plus mean of log(1 − D(G(z))).

    d_real, d_fake: D's probabilities for real and for generated samples, each (N,) or (N, 1); the
        two batches may differ in size. They are not changed.
    Returns a tensor without dimensions, shape (), through which gradients flow to both. Score and
    gradients are finite even where D answers exactly 0 or 1: log 0 counts, in the mean, as a large
    negative number, between −10 and −110.
    """
    eps = 1e-8
    d_real = d_real.clamp(eps, 1 - eps)
    d_fake = d_fake.clamp(eps, 1 - eps)
    return torch.log(d_real).mean() + torch.log(1 - d_fake).mean()
