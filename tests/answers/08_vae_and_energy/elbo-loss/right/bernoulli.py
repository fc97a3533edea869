# Each pixel a torch.distributions.Bernoulli; grey values need validate_args=False.
def elbo_loss(recon, x, mu, logvar):
    coins = torch.distributions.Bernoulli(probs=recon, validate_args=False)
    n = x.size(0)
    log_p = coins.log_prob(x).sum() / n
    return kl_divergence(mu, logvar).sum() / n - log_p
