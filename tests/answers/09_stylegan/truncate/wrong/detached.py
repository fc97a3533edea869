# The styles are detached.
# fails: truncate-value
# says: no gradient comes to w: is it detached?
def truncate(w, w_mean, psi):
    return w_mean + psi * (w.detach() - w_mean)
