# The number of centres is hard-coded as eight.
# fails: modes-covered-count
# says: only the first 8 centres are looked at
def modes_covered(samples, centers, std):
    distances = torch.cdist(samples, centers)  # (N, K)
    nearest, index = distances.min(dim=1)  # (N,) each
    good = nearest <= 3 * std
    modes = sum(int((index[good] == k).any()) for k in range(8))
    share = good.float().mean().item()
    return modes, share
