# Type-hinted: the general formula of two normal distributions, in place on its own tensors.
def kl_divergence(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    target_mean: float = 0.0
    target_std: float = 1.0
    # log(s2 / s1) + (s1² + (m1 - m2)²) / (2 s2²) - 1/2
    each: torch.Tensor = math.log(target_std) - 0.5 * logvar
    each += (logvar.exp() + (mu - target_mean).pow(2)) / (2 * target_std**2)
    each -= 0.5
    result: torch.Tensor = torch.sum(each, dim=-1, keepdim=False)
    return result
