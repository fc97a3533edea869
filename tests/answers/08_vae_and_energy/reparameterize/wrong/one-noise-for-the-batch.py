# One noise vector for the whole batch, the same for each image.
# fails: reparameterize-spread
# says: z − mu is the same for all images: draw noise of mu's shape,
def reparameterize(mu, logvar):
    eps = torch.randn(mu.shape[-1], device=mu.device)
    return mu + torch.exp(0.5 * logvar) * eps
