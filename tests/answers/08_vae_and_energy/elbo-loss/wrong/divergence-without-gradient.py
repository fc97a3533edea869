# The divergence enters as a number, with item().
# fails: elbo-loss-gradient
# says: no gradient comes from the loss to mu and logvar: the divergence is detached, or made into a
def elbo_loss(recon, x, mu, logvar):
    error = F.binary_cross_entropy(recon, x, reduction="sum") / len(x)
    return error + kl_divergence(mu, logvar).mean().item()
