# w is changed in place.
# fails: truncate-value
# says: changed its input w in place: make a new tensor (x *
def truncate(w, w_mean, psi):
    with torch.no_grad():
        w -= w_mean
        w *= psi
        w += w_mean
    return w
