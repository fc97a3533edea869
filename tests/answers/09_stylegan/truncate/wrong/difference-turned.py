# The difference has the wrong sign.
# fails: truncate-value
# says: w − w_mean is turned round
def truncate(w, w_mean, psi):
    return w_mean + psi * (w_mean - w)
