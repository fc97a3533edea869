# einsum for the squares, expm1 for the variance less one.
def kl_divergence(mu, logvar):
    away = torch.einsum("nj,nj->n", mu, mu)
    width = torch.expm1(logvar).sub(logvar).sum(1)
    return (away + width) / 2
