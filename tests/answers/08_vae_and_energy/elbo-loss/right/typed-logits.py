# Type-hinted: back to logits with an epsilon, softplus for both logarithms, einsum for the sum.
def elbo_loss(recon: torch.Tensor, x: torch.Tensor, mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    n: int = recon.shape[0]
    logits: torch.Tensor = torch.logit(recon.reshape(n, -1), eps=1e-6)
    target: torch.Tensor = x.reshape(n, -1)
    minus_log_white: torch.Tensor = F.softplus(-logits)
    minus_log_black: torch.Tensor = F.softplus(logits)
    error: torch.Tensor = torch.einsum("np,np->n", target, minus_log_white) + torch.einsum("np,np->n", 1 - target, minus_log_black)
    divergence: torch.Tensor = kl_divergence(mu, logvar)
    return torch.mean(error + divergence, dim=0)
