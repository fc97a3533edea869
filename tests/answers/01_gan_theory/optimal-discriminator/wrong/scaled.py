# Scales both over the whole grid first.
# fails: optimal-discriminator-best
# says: scaled over the whole grid
def optimal_discriminator(p, q):
    p, q = p / p.sum(), q / q.sum()
    return torch.where(p + q > 0, p / (p + q), 0.5)
