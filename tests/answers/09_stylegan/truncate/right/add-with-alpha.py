# torch.add with alpha.
def truncate(w, w_mean, psi):
    return torch.add(w_mean, w - w_mean, alpha=psi)
