# The mean is multiplied by psi as well.
# fails: truncate-value
# says: styles are drawn to
def truncate(w, w_mean, psi):
    return psi * (w_mean + (w - w_mean))
