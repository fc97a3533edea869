# Asks a whole tensor for yes or no.
# fails: optimal-discriminator-best, optimal-discriminator-empty
# says: Boolean value of Tensor
def optimal_discriminator(p, q):
    if p + q == 0:
        return 0.5
    return p / (p + q)
