# 0 where both are 0.
# fails: optimal-discriminator-empty
# says: D answers 0 there: nothing is known
def optimal_discriminator(p, q):
    return torch.nan_to_num(p / (p + q))
