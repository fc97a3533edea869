# Takes logvar for the logarithm of the standard deviation.
# fails: kl-divergence-value, kl-divergence-gradient
# says: exp(logvar) is taken for the standard deviation
def kl_divergence(mu, logvar):
    return -0.5 * (1 + 2 * logvar - mu**2 - torch.exp(2 * logvar)).sum(1)
