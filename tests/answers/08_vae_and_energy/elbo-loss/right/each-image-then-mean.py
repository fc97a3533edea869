# One number for each image first, the mean at the end.
def elbo_loss(recon, x, mu, logvar):
    pixels = F.binary_cross_entropy(recon, x, reduction="none")
    error = pixels.reshape(x.shape[0], -1).sum(dim=1)  # (N,)
    return (error + kl_divergence(mu, logvar)).mean()
