# The cross-entropy is a mean over pixels too.
# fails: elbo-loss-value, elbo-loss-gradient, elbo-loss-edges
# says: the error is a mean over pixels: take their sum, else the divergence
def elbo_loss(recon, x, mu, logvar):
    return F.binary_cross_entropy(recon, x) + kl_divergence(mu, logvar).mean()
