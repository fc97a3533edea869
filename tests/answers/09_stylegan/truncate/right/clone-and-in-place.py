# A copy of w is changed step by step in place.
def truncate(w, w_mean, psi):
    out = w.clone()
    out -= w_mean
    out *= psi
    out += w_mean
    return out
