# For (N, w_dim) the result has an extra first dimension.
# fails: truncate-value
# says: truncate(w, w_mean
def truncate(w, w_mean, psi):
    mean = w_mean[None, None]
    return mean + psi * (w - mean)
