# Logarithm to base 2.
# fails: jensen-shannon-identity, jensen-shannon-ends
# says: the logarithm is to base 2
def jensen_shannon(p, q, dx):
    m = (p + q) / 2
    left = torch.where(p > 0, p * torch.log2(p / m), 0)
    right = torch.where(q > 0, q * torch.log2(q / m), 0)
    return (left + right).sum() * dx / 2
