# Writes 1 − log D for the fakes in place of log(1 − D).
# fails: value-batch, value-certain, value-gradient
# says: 1 − log D stands for log(1 − D)
def value(d_real, d_fake):
    """The score V(D, G) on a batch: mean of log D(x) plus mean of log(1 − D(G(z))).

    d_real, d_fake: D's probabilities for real and for generated samples, each (N,) or (N, 1); the
        two batches may differ in size. They are not changed.
    Returns a tensor without dimensions, shape (), through which gradients flow to both. Score and
    gradients are finite even where D answers exactly 0 or 1: log 0 counts, in the mean, as a large
    negative number, between −10 and −110.
    """
    tiny = torch.finfo(torch.float32).eps
    return torch.log(d_real.clamp(min=tiny)).mean() + (1 - torch.log(d_fake.clamp(min=tiny))).mean()
