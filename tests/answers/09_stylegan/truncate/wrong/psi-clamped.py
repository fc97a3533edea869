# psi is cut off at 0 and 1.
# fails: truncate-value
# says: is taken for
def truncate(w, w_mean, psi):
    psi = min(max(psi, 0.0), 1.0)
    return w_mean + psi * (w - w_mean)
