# Squares mu in place.
# fails: kl-divergence-value, kl-divergence-gradient
# says: kl_divergence(mu, logvar) changed its input mu in place
def kl_divergence(mu, logvar):
    return -0.5 * (1 + logvar - mu.pow_(2) - logvar.exp()).sum(1)
