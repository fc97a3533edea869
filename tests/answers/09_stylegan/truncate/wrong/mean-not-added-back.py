# The mean is not added again.
# fails: truncate-value
# says: the mean is not added again
def truncate(w, w_mean, psi):
    return psi * (w - w_mean)
