# Of (N, styles, w_dim) only the first half of the layers is truncated.
# fails: truncate-value
# says: a number of truncate(w, w_mean
def truncate(w, w_mean, psi):
    out = w_mean + psi * (w - w_mean)
    if w.dim() == 3:
        half = w.shape[1] // 2
        out = torch.cat([out[:, :half], w[:, half:]], 1)
    return out
