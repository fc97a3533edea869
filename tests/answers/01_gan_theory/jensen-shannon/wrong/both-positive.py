# Leaves out all points where one density is 0: densities that never overlap get 0.
# fails: jensen-shannon-ends
# says: points where one density is 0 are left out
def jensen_shannon(p, q, dx):
    """The Jensen–Shannon divergence of two densities, in nats (natural logarithm).

    p, q: densities on the same grid (M,), values ≥ 0, with p.sum() * dx = q.sum() * dx = 1.
    dx: the grid's spacing, a number; an integral is a sum over the grid times dx.
    Returns a tensor without dimensions, shape (). Where a density is 0, 0 · log 0 counts as 0.
    """
    m = (p + q) / 2
    there = (p > 0) & (q > 0)
    p, q, m = p[there], q[there], m[there]
    return ((p * torch.log(p / m)).sum() + (q * torch.log(q / m)).sum()) / 2 * dx
