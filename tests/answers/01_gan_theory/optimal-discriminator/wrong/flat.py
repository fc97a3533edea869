# Returns a flat list of answers.
# fails: optimal-discriminator-best
# says: should have shape (6, 5)
def optimal_discriminator(p, q):
    p, q = p.flatten(), q.flatten()
    return torch.where(p + q > 0, p / (p + q), 0.5)
