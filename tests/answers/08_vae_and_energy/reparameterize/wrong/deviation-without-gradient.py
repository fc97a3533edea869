# The deviation is computed under no_grad: the gradient reaches mu alone.
# fails: reparameterize-gradient
# says: no gradient comes from z to logvar: is it detached?
def reparameterize(mu, logvar):
    with torch.no_grad():
        scaled = torch.exp(0.5 * logvar) * torch.randn_like(mu)
    return mu + scaled
