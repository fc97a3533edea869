# psi becomes a vector on the CPU.
# fails: truncate-value
# says: a tensor was left on the CPU, or a network: create noise and labels
def truncate(w, w_mean, psi):
    psi = torch.full((w.shape[-1],), float(psi))
    return w_mean + psi * (w - w_mean)
