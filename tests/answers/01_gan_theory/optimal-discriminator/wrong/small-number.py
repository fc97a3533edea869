# A small number in the denominator, which swallows small densities.
# fails: optimal-discriminator-best, optimal-discriminator-empty
# says: was a number added to the denominator?
# says: D answers 0 there
def optimal_discriminator(p, q):
    return p / (p + q + 1e-8)
