# The minus is missing: the divergence is negative.
# fails: kl-divergence-value, kl-divergence-gradient
# says: the sign is turned round: a divergence is never below
def kl_divergence(mu, logvar):
    return 0.5 * (1 + logvar - mu**2 - logvar.exp()).sum(1)
