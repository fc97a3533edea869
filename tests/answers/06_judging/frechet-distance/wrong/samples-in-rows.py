# cov() without .T: covariances between samples.
# fails: frechet-distance-value
# says: cov() takes features in rows
def frechet_distance(a, b):
    mean_a, mean_b, cov_a, cov_b = a.mean(0), b.mean(0), a.cov(), b.cov()
    values, vectors = torch.linalg.eigh(cov_a)
    root = vectors * values.clamp(min=0).sqrt() @ vectors.T
    cross = torch.linalg.eigvalsh(root @ cov_b @ root).clamp(min=0).sqrt().sum()
    distance = (mean_a - mean_b).square().sum() + cov_a.trace() + cov_b.trace() - 2 * cross
    return max(distance.item(), 0.0)
