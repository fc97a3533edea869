# Changes p.
# fails: optimal-discriminator-empty
# says: changed its input
def optimal_discriminator(p, q):
    p /= p + q
    p[p.isnan()] = 0.5
    return p
