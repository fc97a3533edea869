# 0/0 is left.
# fails: optimal-discriminator-empty
# says: D* is NaN where both densities are 0
def optimal_discriminator(p, q):
    return p / (p + q)
