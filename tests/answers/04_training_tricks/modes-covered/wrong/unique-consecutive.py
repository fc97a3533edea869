# unique_consecutive counts a centre again each time the order of samples comes back to it.
# fails: modes-covered-count
# says: unique_consecutive
def modes_covered(samples, centers, std):
    distances = torch.cdist(samples, centers)  # (N, K)
    nearest, index = distances.min(dim=1)  # (N,) each
    good = nearest <= 3 * std
    modes = torch.unique_consecutive(index[good]).numel()
    share = good.float().mean().item()
    return modes, share
