# The divergence of N(0, 1) from the cloud: the wrong way round.
# fails: kl-divergence-value, kl-divergence-gradient
# says: the two distributions are exchanged: the cloud comes first
def kl_divergence(mu, logvar):
    return 0.5 * (logvar + (1 + mu**2) / logvar.exp() - 1).sum(1)
