# Only p is compared with m.
# fails: jensen-shannon-identity
# says: one half is missing
def jensen_shannon(p, q, dx):
    m, xlogy = (p + q) / 2, torch.special.xlogy
    return (xlogy(p, p) - xlogy(p, m)).sum() * dx
