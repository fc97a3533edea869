# Clamps with 1e-8, which float32 cannot tell from 1 at the upper end.
# fails: elbo-loss-edges
# says: where a white pixel is rebuilt as exactly 1, but not where a black one is as 0: the upper end has no
def elbo_loss(recon, x, mu, logvar):
    p = recon.clamp(1e-8, 1 - 1e-8)
    bce = -(x * p.log() + (1 - x) * (1 - p).log())
    return bce.sum() / len(x) + kl_divergence(mu, logvar).mean()
