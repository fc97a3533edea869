# The distance is scaled, and its length too: psi works twice on (N, styles, w_dim).
# fails: truncate-value
# says: psi is squared
def truncate(w, w_mean, psi):
    out = w_mean + psi * (w - w_mean)
    if w.dim() == 3:
        out = w_mean + psi * (out - w_mean)
    return out
