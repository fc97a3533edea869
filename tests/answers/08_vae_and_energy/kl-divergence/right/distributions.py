# torch.distributions knows the divergence of two normal distributions.
def kl_divergence(mu, logvar):
    cloud = torch.distributions.Normal(mu, torch.exp(0.5 * logvar))
    standard = torch.distributions.Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return torch.distributions.kl_divergence(cloud, standard).sum(-1)
