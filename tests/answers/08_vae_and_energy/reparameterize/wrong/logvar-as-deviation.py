# Takes logvar itself for the standard deviation.
# fails: reparameterize-spread, reparameterize-gradient
# says: logvar is taken for the standard deviation itself
def reparameterize(mu, logvar):
    eps = torch.randn_like(mu)
    return mu + logvar * eps
