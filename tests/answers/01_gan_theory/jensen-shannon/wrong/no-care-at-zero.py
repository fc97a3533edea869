# The plain logarithm: 0 · log 0 is NaN.
# fails: jensen-shannon-ends
# says: 0 · log 0 counts as 0
def jensen_shannon(p, q, dx):
    m = (p + q) / 2
    return 0.5 * (p * torch.log(p / m)).sum() * dx + 0.5 * (q * torch.log(q / m)).sum() * dx
