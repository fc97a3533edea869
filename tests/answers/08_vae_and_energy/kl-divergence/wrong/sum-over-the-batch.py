# Sums over dimension 0, the images.
# fails: kl-divergence-value, kl-divergence-gradient
# says: kl_divergence(mu, logvar) should have shape
def kl_divergence(mu, logvar):
    return -0.5 * (1 + logvar - mu**2 - logvar.exp()).sum(0)
