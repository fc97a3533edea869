# The eigenvalues of the product as it is, complex numbers whose imaginary part is nothing.
def frechet_distance(a, b):

    far = ((a.mean(dim=0) - b.mean(dim=0)) ** 2).sum()
    C, K = torch.cov(a.T), torch.cov(b.T)
    roots = torch.linalg.eigvals(C @ K).real.clamp(min=0).sqrt()
    return max(0.0, float(far + torch.trace(C) + torch.trace(K) - 2 * roots.sum()))
