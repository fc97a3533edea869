# The mean is multiplied by psi as well.
# fails: truncate-value
# says: is w_mean left out, or multiplied by psi too?
def truncate(w, w_mean, psi):
    return psi * (w_mean + (w - w_mean))
