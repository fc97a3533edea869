# Only the white half of the cross-entropy.
# fails: elbo-loss-value, elbo-loss-gradient, elbo-loss-edges
# says: only the pixels with ink count
def elbo_loss(recon, x, mu, logvar):
    bce = -x * torch.log(recon.clamp(min=1e-7))
    return bce.sum() / len(x) + kl_divergence(mu, logvar).mean()
