# Sums over the images, no mean.
# fails: elbo-loss-value, elbo-loss-gradient, elbo-loss-edges
# says: the batch is summed up: take the mean over images
def elbo_loss(recon, x, mu, logvar):
    error = F.binary_cross_entropy(recon, x, reduction="sum")
    return error + kl_divergence(mu, logvar).sum()
