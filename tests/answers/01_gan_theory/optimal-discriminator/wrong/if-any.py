# One empty point makes all answers 1/2.
# fails: optimal-discriminator-empty
# says: it is 1/2 at all points
def optimal_discriminator(p, q):
    if (p + q == 0).any():
        return torch.full_like(p, 0.5)
    return p / (p + q)
