# torch.distributions draws, with rsample, which keeps the gradient.
def reparameterize(mu, logvar):
    sigma = torch.exp(logvar / 2)
    return torch.distributions.Normal(mu, sigma).rsample()
