# Keeps the summed dimension: (N, 1).
# fails: kl-divergence-value, kl-divergence-gradient
# says: kl_divergence(mu, logvar) should have shape
def kl_divergence(mu, logvar):
    return -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1, keepdim=True)
