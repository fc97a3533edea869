# Collects the results in a tensor on the default device.
# fails: kl-divergence-gradient
# says: the divergence is on cpu, mu on test_gpu
def kl_divergence(mu, logvar):
    result = torch.zeros(len(mu))
    for i in range(len(mu)):
        result[i] = -0.5 * (1 + logvar[i] - mu[i] ** 2 - logvar[i].exp()).sum()
    return result
