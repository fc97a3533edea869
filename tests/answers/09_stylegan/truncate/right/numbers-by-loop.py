# One coordinate at a time, stacked again.
def truncate(w, w_mean, psi):
    return torch.stack([w_mean[j] + psi * (w[..., j] - w_mean[j]) for j in range(w.shape[-1])], dim=-1)
