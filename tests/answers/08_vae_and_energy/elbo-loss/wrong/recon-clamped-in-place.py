# Clamps what was rebuilt in place.
# fails: elbo-loss-edges
# says: elbo_loss(recon, x, mu, logvar) changed its input recon in place
def elbo_loss(recon, x, mu, logvar):
    recon.data.clamp_(1e-6, 1 - 1e-6)
    bce = -(x * recon.log() + (1 - x) * (1 - recon).log())
    return bce.sum() / len(x) + kl_divergence(mu, logvar).mean()
