# The root of each covariance by singular values, and the nuclear norm of their product.
def frechet_distance(a, b):

    def root(x):
        u, s, vt = torch.linalg.svd(torch.cov(x.T))
        return u @ torch.diag(s.sqrt()) @ vt
    ra, rb = root(a), root(b)
    cross = torch.linalg.matrix_norm(ra @ rb, "nuc")
    d = torch.dist(a.mean(0), b.mean(0)) ** 2 + (ra @ ra).trace() + (rb @ rb).trace() - 2 * cross
    return d.clamp(min=0).item()
