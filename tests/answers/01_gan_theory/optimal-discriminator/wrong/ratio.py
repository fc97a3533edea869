# The ratio p / q.
# fails: optimal-discriminator-best, optimal-discriminator-empty
# says: this is the ratio p / q
def optimal_discriminator(p, q):
    return torch.where(q > 0, p / q, 0.5)
