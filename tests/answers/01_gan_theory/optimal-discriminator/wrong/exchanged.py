# How likely a sample is generated.
# fails: optimal-discriminator-best, optimal-discriminator-empty
# says: p and q are exchanged
def optimal_discriminator(p, q):
    return torch.where(p + q > 0, q / (p + q), 0.5)
