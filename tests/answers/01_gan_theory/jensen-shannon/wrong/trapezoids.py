# The trapezoid rule counts the ends of the grid half; promised is the sum times dx.
# fails: jensen-shannon-identity, jensen-shannon-ends
# says: the trapezoid rule
def jensen_shannon(p, q, dx):
    """The Jensen–Shannon divergence of two densities, in nats (natural logarithm).

    p, q: densities on the same grid (M,), values ≥ 0, with p.sum() * dx = q.sum() * dx = 1.
    dx: the grid's spacing, a number; an integral is a sum over the grid times dx.
    Returns a tensor without dimensions, shape (). Where a density is 0, 0 · log 0 counts as 0.
    """
    m = (p + q) / 2
    left = torch.special.xlogy(p, p) - torch.special.xlogy(p, m)
    right = torch.special.xlogy(q, q) - torch.special.xlogy(q, m)
    return torch.trapezoid((left + right) / 2, dx=dx)
