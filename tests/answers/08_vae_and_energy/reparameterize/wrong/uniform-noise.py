# Uniform noise with the right mean and deviation in place of normal noise.
# fails: reparameterize-spread
# says: is not normal: use torch.randn_like
def reparameterize(mu, logvar):
    eps = (torch.rand_like(mu) - 0.5) * math.sqrt(12)
    return mu + torch.exp(0.5 * logvar) * eps
