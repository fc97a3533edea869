# Rounds to 0 or 1.
# fails: optimal-discriminator-best
# says: it is rounded to 0 or 1
def optimal_discriminator(p, q):
    return torch.where(p == q, 0.5, (p > q).float())
