# Takes the root: the distance.
# fails: jensen-shannon-identity, jensen-shannon-ends
# says: the Jensen–Shannon distance
def jensen_shannon(p, q, dx):
    m, xlogy = (p + q) / 2, torch.special.xlogy
    return ((xlogy(p, p) - xlogy(p, m) + xlogy(q, q) - xlogy(q, m)).sum() * dx / 2).clamp(min=0).sqrt()
