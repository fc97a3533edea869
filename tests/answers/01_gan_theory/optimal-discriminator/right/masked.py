# Starts from 1/2 everywhere and fills in the rest.
def optimal_discriminator(p, q):
    d = torch.full_like(p, 0.5)
    seen = (p > 0) | (q > 0)
    d[seen] = p[seen] / (p[seen] + q[seen])
    return d
