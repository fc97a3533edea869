# A loop over the places of the code, no vectors along the code.
def kl_divergence(mu, logvar):
    total = torch.zeros(mu.shape[0], device=mu.device, dtype=mu.dtype)
    for j in range(mu.shape[1]):
        variance = torch.exp(logvar[:, j])
        total = total + 0.5 * (variance + mu[:, j] * mu[:, j] - 1 - logvar[:, j])
    return total
