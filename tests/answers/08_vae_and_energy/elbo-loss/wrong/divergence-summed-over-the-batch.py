# The mean over images for the error, but the sum over images for the divergence.
# fails: elbo-loss-value, elbo-loss-gradient, elbo-loss-edges
# says: the divergence is summed over the batch, the error is its mean
def elbo_loss(recon, x, mu, logvar):
    error = F.binary_cross_entropy(recon, x, reduction="sum") / len(x)
    return error + kl_divergence(mu, logvar).sum()
