# Compares p and q with each other.
# fails: jensen-shannon-identity, jensen-shannon-ends
# says: p and q are compared with each other
def jensen_shannon(p, q, dx):
    return ((p - q) * (torch.log(p) - torch.log(q))).sum() * dx / 2
