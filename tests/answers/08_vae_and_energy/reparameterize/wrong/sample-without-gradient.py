# Draws with .sample(), which stops the gradient.
# fails: reparameterize-gradient
# says: no gradient comes from z to mu and logvar: torch.normal and .sample()
def reparameterize(mu, logvar):
    std = torch.exp(0.5 * logvar)
    return torch.distributions.Normal(mu, std).sample()
