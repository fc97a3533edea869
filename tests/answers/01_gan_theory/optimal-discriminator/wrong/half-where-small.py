# 1/2 where both are small.
# fails: optimal-discriminator-best
# says: D says 1/2 to small densities
def optimal_discriminator(p, q):
    both = p + q
    return torch.where(both > 1e-12, p / both, 0.5)
