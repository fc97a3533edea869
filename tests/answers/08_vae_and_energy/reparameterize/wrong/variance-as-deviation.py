# Forgets the half: multiplies by the variance.
# fails: reparameterize-spread, reparameterize-gradient
# says: exp(logvar) is the variance: the standard deviation is its root,
def reparameterize(mu, logvar):
    eps = torch.randn_like(mu)
    return mu + torch.exp(logvar) * eps
