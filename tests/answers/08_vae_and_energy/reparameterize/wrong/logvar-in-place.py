# Halves logvar in place.
# fails: reparameterize-spread, reparameterize-gradient, reparameterize-device
# says: reparameterize(mu, logvar) changed its input logvar in place
def reparameterize(mu, logvar):
    std = logvar.mul_(0.5).exp()
    return mu + std * torch.randn_like(mu)
