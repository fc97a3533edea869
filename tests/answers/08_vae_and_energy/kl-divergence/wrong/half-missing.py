# The factor one half is missing.
# fails: kl-divergence-value, kl-divergence-gradient
# says: the half in front is missing
def kl_divergence(mu, logvar):
    return -(1 + logvar - mu**2 - logvar.exp()).sum(1)
