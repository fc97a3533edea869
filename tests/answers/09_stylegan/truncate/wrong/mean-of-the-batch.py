# The mean of these styles is used, not w_mean.
# fails: truncate-value
# says: the mean of these w is taken: take w_mean
def truncate(w, w_mean, psi):
    mean = w.reshape(-1, w.shape[-1]).mean(0)
    return mean + psi * (w - mean)
