# The number of centres is hard-coded as eight.
# fails: modes-covered-count
# says: samples at 20 centres
def modes_covered(samples, centers, std):
    distances = torch.cdist(samples, centers)  # (N, K)
    nearest, index = distances.min(dim=1)  # (N,) each
    good = nearest <= 3 * std
    modes = sum(int((index[good] == k).any()) for k in range(8))
    share = good.float().mean().item()
    return modes, share
