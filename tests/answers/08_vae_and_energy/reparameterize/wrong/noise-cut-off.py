# Cuts the noise off at two deviations.
# fails: reparameterize-spread
# says: the noise is cut off at
def reparameterize(mu, logvar):
    eps = torch.randn_like(mu).clamp(-2, 2)
    return mu + torch.exp(0.5 * logvar) * eps
