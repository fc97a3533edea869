# Subtracts the constant LATENT in place of the length of the codes it is given.
# fails: kl-divergence-value, kl-divergence-gradient
# says: the divergence of a cloud is
def kl_divergence(mu, logvar):
    return 0.5 * ((mu**2 + logvar.exp() - logvar).sum(1) - LATENT)
