# A negative psi is taken as positive.
# fails: truncate-value
# says: is taken without its sign
def truncate(w, w_mean, psi):
    return w_mean + abs(psi) * (w - w_mean)
