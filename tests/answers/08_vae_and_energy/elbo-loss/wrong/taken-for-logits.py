# Takes the probabilities for logits.
# fails: elbo-loss-value, elbo-loss-gradient, elbo-loss-edges
# says: recon is taken for logits: it holds probabilities
def elbo_loss(recon, x, mu, logvar):
    error = F.binary_cross_entropy_with_logits(recon, x, reduction="sum") / len(x)
    return error + kl_divergence(mu, logvar).mean()
