# Makes an identity on the CPU to keep the root from trouble.
# fails: frechet-distance-device
# says: a tensor was left on the CPU
def frechet_distance(a, b):

    mean_a, mean_b, cov_a, cov_b = a.mean(0), b.mean(0), a.T.cov(), b.T.cov()
    eye = 1e-12 * torch.eye(a.shape[1], dtype=a.dtype)
    values, vectors = torch.linalg.eigh(cov_a + eye)
    root = vectors * values.clamp(min=0).sqrt() @ vectors.T
    cross = torch.linalg.eigvalsh(root @ cov_b @ root).clamp(min=0).sqrt().sum()
    return max(((mean_a - mean_b).square().sum() + cov_a.trace() + cov_b.trace() - 2 * cross).item(), 0.0)
