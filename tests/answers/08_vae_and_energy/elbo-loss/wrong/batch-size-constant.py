# Divides by BATCH_SIZE and not by the number of images.
# fails: elbo-loss-value, elbo-loss-gradient, elbo-loss-edges
# says: the error is divided by 64, BATCH_SIZE, and not by the number of images
def elbo_loss(recon, x, mu, logvar):
    error = F.binary_cross_entropy(recon, x, reduction="sum") / BATCH_SIZE
    return error + kl_divergence(mu, logvar).mean()
