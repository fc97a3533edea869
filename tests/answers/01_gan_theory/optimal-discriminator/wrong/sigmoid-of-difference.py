# Sigmoid of the difference of the densities, not of their log ratio.
# fails: optimal-discriminator-best, optimal-discriminator-empty
# says: this is σ(p − q)
def optimal_discriminator(p, q):
    """The best D for a fixed generator: p / (p + q).

    p, q: densities of the real and of the generated samples on the same grid, tensors of the same
        shape, values ≥ 0; they are not changed. They may be tiny (1e-20): only their ratio counts.
    Returns a tensor of that shape. Where both are 0 nothing ever comes, and D answers 1/2.
    """
    total = p + q
    nothing = total == 0
    safe = torch.where(nothing, torch.ones_like(total), total)
    return torch.where(nothing, torch.full_like(total, 0.5), torch.sigmoid(p - q))
