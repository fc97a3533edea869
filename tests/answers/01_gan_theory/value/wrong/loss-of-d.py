# The loss of D: the sign is turned round.
# fails: value-batch, value-certain
# says: the sign is turned round
def value(d_real, d_fake):
    return F.binary_cross_entropy(d_real, torch.ones_like(d_real)) + F.binary_cross_entropy(d_fake, torch.zeros_like(d_fake))
