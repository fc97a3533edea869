# Kullback–Leibler divergence.
# fails: jensen-shannon-identity, jensen-shannon-ends
# says: this is the Kullback–Leibler divergence
def jensen_shannon(p, q, dx):
    return (torch.special.xlogy(p, p) - torch.special.xlogy(p, q)).sum() * dx
