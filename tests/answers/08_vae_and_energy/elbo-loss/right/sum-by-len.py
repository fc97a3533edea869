# Sum of all cross-entropies by the number of images, plus the mean divergence.
def elbo_loss(recon, x, mu, logvar):
    error = F.binary_cross_entropy(recon, x, reduction="sum") / len(x)
    return error + kl_divergence(mu, logvar).mean()
