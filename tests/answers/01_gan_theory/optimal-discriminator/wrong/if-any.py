# One empty point makes all answers 1/2.
# fails: optimal-discriminator-empty
# says: D* where one density is 0
def optimal_discriminator(p, q):
    if (p + q == 0).any():
        return torch.full_like(p, 0.5)
    return p / (p + q)
