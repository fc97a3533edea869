# Subtracts the divergence.
# fails: elbo-loss-value, elbo-loss-gradient, elbo-loss-edges
# says: the divergence has the wrong sign: the loss is error plus divergence
def elbo_loss(recon, x, mu, logvar):
    error = F.binary_cross_entropy(recon, x, reduction="sum") / len(x)
    return error - kl_divergence(mu, logvar).mean()
