# Two binary cross-entropies with the sign turned round.
def value(d_real, d_fake):
    real = F.binary_cross_entropy(d_real, torch.ones_like(d_real))
    fake = F.binary_cross_entropy(d_fake, torch.zeros_like(d_fake))
    return -(real + fake)
