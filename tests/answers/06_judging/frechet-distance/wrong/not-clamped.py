# Roots of eigenvalues that rounding made negative.
# fails: frechet-distance-singular
# says: a little below 0? clamp
def frechet_distance(a, b):

    mean_a, mean_b, cov_a, cov_b = a.mean(0), b.mean(0), a.T.cov(), b.T.cov()
    values, vectors = torch.linalg.eigh(cov_a)
    root = vectors * values.sqrt() @ vectors.T
    cross = torch.linalg.eigvalsh(root @ cov_b @ root).sqrt().sum()
    distance = (mean_a - mean_b).square().sum() + cov_a.trace() + cov_b.trace() - 2 * cross
    return max(distance.item(), 0.0)
