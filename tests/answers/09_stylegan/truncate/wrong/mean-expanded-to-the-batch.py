# The mean is expanded to (N, w_dim), which fits (N, styles, w_dim) only where N is styles (or one).
# fails: truncate-value
# says: two tensors whose sizes do not fit meet element by element. If one
def truncate(w, w_mean, psi):
    mean = w_mean.expand(len(w), -1)
    return mean + psi * (w - mean)
