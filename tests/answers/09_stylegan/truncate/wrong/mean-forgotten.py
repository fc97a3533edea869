# Styles are drawn to zero.
# fails: truncate-value
# says: styles are drawn to
def truncate(w, w_mean, psi):
    return psi * w
