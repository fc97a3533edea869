# Entropy of the mixture minus the mean entropy.
def jensen_shannon(p, q, dx):
    entropy = lambda f: -torch.xlogy(f, f).sum() * dx
    return entropy((p + q) / 2) - 0.5 * entropy(p) - 0.5 * entropy(q)
