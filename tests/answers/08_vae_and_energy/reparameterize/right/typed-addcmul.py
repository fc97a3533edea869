# Type-hinted and long-winded, the root of the variance, and addcmul.
def reparameterize(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    """z = mu + sigma * eps."""
    variance: torch.Tensor = torch.exp(logvar)
    sigma: torch.Tensor = torch.sqrt(variance)
    shape: torch.Size = mu.size()
    epsilon: torch.Tensor = torch.randn(shape, dtype=mu.dtype, device=mu.device)
    z: torch.Tensor = torch.addcmul(mu, sigma, epsilon)
    return z
