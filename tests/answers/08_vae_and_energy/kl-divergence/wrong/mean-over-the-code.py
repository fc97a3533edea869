# A mean over the code in place of the sum.
# fails: kl-divergence-value, kl-divergence-gradient
# says: the mean over the numbers of a code is taken: take their sum
def kl_divergence(mu, logvar):
    return -0.5 * (1 + logvar - mu**2 - logvar.exp()).mean(1)
