# psi 0 is taken as no truncation.
# fails: truncate-value
# says: − psi are exchanged
def truncate(w, w_mean, psi):
    if not psi:
        return w
    return w_mean + psi * (w - w_mean)
