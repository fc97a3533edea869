# The share divides by 1000, the number of samples in the example.
# fails: modes-covered-share
# says: divided by 1,000
def modes_covered(samples, centers, std):
    distances = torch.cdist(samples, centers)  # (N, K)
    nearest, index = distances.min(dim=1)  # (N,) each
    good = nearest <= 3 * std
    modes = index[good].unique().numel()
    share = good.sum().item() / 1000
    return modes, share
