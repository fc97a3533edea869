# Draws with torch.normal: there is a graph, but its gradients are zero.
# fails: reparameterize-gradient
# says: the slopes of z by mu and logvar are 0: torch.normal draws without a gradient
def reparameterize(mu, logvar):
    std = torch.exp(0.5 * logvar)
    return torch.normal(mu, std)
