# psi parts of w and 1 - psi parts of the mean.
def truncate(w, w_mean, psi):
    return psi * w + (1 - psi) * w_mean
