# The shortest answer: randn_like and the exponential of half of logvar.
def reparameterize(mu, logvar):
    return mu + (0.5 * logvar).exp() * torch.randn_like(mu)
