# psi 0 returns w_mean itself, of shape (w_dim,).
# fails: truncate-value
# says: truncate(w, w_mean
def truncate(w, w_mean, psi):
    if psi == 0:
        return w_mean
    return w_mean + psi * (w - w_mean)
