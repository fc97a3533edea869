# For (N, styles, w_dim) all layers get the first one's style.
# fails: truncate-value
# says: all layers are given the first one's style
def truncate(w, w_mean, psi):
    if w.dim() == 3:
        w = w[:, :1].expand(-1, w.shape[1], -1)
    return w_mean + psi * (w - w_mean)
