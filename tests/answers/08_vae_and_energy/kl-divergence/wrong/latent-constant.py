# Subtracts the constant LATENT in place of the length of the codes it is given.
# fails: kl-divergence-value, kl-divergence-gradient
# says: the 1 counts 20 times, LATENT, not once for each number of a code
def kl_divergence(mu, logvar):
    return 0.5 * ((mu**2 + logvar.exp() - logvar).sum(1) - LATENT)
