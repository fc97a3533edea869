# The mean over the grid.
# fails: jensen-shannon-identity, jensen-shannon-ends
# says: the mean over the grid is taken
def jensen_shannon(p, q, dx):
    m, xlogy = (p + q) / 2, torch.special.xlogy
    return (xlogy(p, p) - xlogy(p, m) + xlogy(q, q) - xlogy(q, m)).mean() / 2
