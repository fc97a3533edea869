# Wrong sign of the exponent: the precision in place of the variance.
# fails: reparameterize-spread, reparameterize-gradient
# says: the sign of logvar is turned round
def reparameterize(mu, logvar):
    eps = torch.randn_like(mu)
    return mu + torch.exp(-logvar / 2) * eps
