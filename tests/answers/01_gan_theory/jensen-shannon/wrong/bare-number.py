# Returns a plain number.
# fails: jensen-shannon-identity, jensen-shannon-ends
# says: should be a tensor, not float
def jensen_shannon(p, q, dx):
    m, xlogy = (p + q) / 2, torch.special.xlogy
    return float((xlogy(p, p) - xlogy(p, m) + xlogy(q, q) - xlogy(q, m)).sum() * dx / 2)
