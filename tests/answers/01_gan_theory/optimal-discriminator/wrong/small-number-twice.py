# A small number above and below: 1/2 where nothing is, and where little is.
# fails: optimal-discriminator-best
# says: was a number added to the denominator
def optimal_discriminator(p, q, eps=1e-10):
    return (p + eps) / (p + q + 2 * eps)
