# The share is taken over all pairs of sample and centre.
# fails: modes-covered-share
# says: pairs of sample and centre
def modes_covered(samples, centers, std):
    distances = torch.cdist(samples, centers)  # (N, K)
    nearest, index = distances.min(dim=1)  # (N,) each
    good = nearest <= 3 * std
    modes = index[good].unique().numel()
    share = (distances <= 3 * std).float().mean().item()
    return modes, share
