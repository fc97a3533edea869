# The variance is detached.
# fails: kl-divergence-gradient
# says: exp(logvar) is detached
def kl_divergence(mu, logvar):
    var = logvar.detach().exp()
    return -0.5 * (1 + logvar - mu**2 - var).sum(1)
