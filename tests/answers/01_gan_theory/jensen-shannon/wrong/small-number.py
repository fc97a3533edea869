# A small number inside the logarithms, too large.
# fails: jensen-shannon-identity
# says: expected
def jensen_shannon(p, q, dx, eps=1e-2):
    m = (p + q) / 2
    return 0.5 * ((p * torch.log((p + eps) / (m + eps))).sum() + (q * torch.log((q + eps) / (m + eps))).sum()) * dx
