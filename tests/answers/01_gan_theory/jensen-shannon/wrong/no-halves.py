# Leaves the halves out.
# fails: jensen-shannon-identity, jensen-shannon-ends
# says: the halves are missing
def jensen_shannon(p, q, dx):
    m, xlogy = (p + q) / 2, torch.special.xlogy
    return (xlogy(p, p) - xlogy(p, m) + xlogy(q, q) - xlogy(q, m)).sum() * dx
