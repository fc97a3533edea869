# m is p + q.
# fails: jensen-shannon-identity, jensen-shannon-ends
# says: m is p + q: divide it by 2
def jensen_shannon(p, q, dx):
    m, xlogy = p + q, torch.special.xlogy
    return (xlogy(p, p) - xlogy(p, m) + xlogy(q, q) - xlogy(q, m)).sum() * dx / 2
