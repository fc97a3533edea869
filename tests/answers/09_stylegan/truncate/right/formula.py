# The formula as it stands.
def truncate(w, w_mean, psi):
    return w_mean + psi * (w - w_mean)
