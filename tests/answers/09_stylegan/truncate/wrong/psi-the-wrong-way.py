# psi is how far to go to the mean.
# fails: truncate-value
# says: − psi are exchanged
def truncate(w, w_mean, psi):
    return w + psi * (w_mean - w)
