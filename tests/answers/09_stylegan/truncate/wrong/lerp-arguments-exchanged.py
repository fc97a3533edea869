# torch.lerp with psi and 1 - psi right, start and end exchanged.
# fails: truncate-value
# says: − psi are exchanged
def truncate(w, w_mean, psi):
    return torch.lerp(w, w_mean.expand_as(w), psi)
