# w_mean is scaled in place.
# fails: truncate-value
# says: changed its input w_mean in place: make a new tensor (x *
def truncate(w, w_mean, psi):
    return w_mean.mul_(1 - psi) + psi * w
