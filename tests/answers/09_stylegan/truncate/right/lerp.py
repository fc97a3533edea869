# torch.lerp from the mean to the style.
def truncate(w, w_mean, psi):
    return torch.lerp(w_mean.expand_as(w), w, psi)
