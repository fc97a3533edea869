# Draws with torch.normal: there is a graph, but its gradients are zero.
# fails: reparameterize-gradient
# says: the slope of z by mu is
def reparameterize(mu, logvar):
    std = torch.exp(0.5 * logvar)
    return torch.normal(mu, std)
