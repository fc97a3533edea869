# Coordinates further than psi from the mean are cut off, as for a truncated normal.
# fails: truncate-value
# says: styles are cut off, not drawn nearer
def truncate(w, w_mean, psi):
    return torch.minimum(torch.maximum(w, w_mean - psi), w_mean + psi)
