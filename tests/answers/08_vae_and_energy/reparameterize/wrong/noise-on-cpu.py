# The noise is drawn on the default device and not on that of mu.
# fails: reparameterize-device
# says: a tensor was left on the CPU, or a network: create noise and labels
def reparameterize(mu, logvar):
    eps = torch.randn(mu.shape)
    return mu + torch.exp(0.5 * logvar) * eps
