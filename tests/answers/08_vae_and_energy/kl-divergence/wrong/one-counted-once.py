# The 1 stands outside of the sum and is counted once, not for each number.
# fails: kl-divergence-value, kl-divergence-gradient
# says: the 1 counts once only: it stands inside of the sum
def kl_divergence(mu, logvar):
    return -0.5 * (1 + torch.sum(logvar - mu**2 - logvar.exp(), dim=1))
