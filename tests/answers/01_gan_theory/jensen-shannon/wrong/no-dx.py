# The grid spacing is missing.
# fails: jensen-shannon-identity, jensen-shannon-ends
# says: dx is missing
def jensen_shannon(p, q, dx):
    m, xlogy = (p + q) / 2, torch.special.xlogy
    return (xlogy(p, p) - xlogy(p, m) + xlogy(q, q) - xlogy(q, m)).sum() / 2
