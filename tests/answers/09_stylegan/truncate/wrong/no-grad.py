# All under no_grad, as in the example.
# fails: truncate-value
# says: no gradient comes to w: is it detached?
def truncate(w, w_mean, psi):
    with torch.no_grad():
        return w_mean + psi * (w - w_mean)
