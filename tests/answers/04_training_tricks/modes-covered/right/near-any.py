# Counts centres that have any sample within 3 std: centres are so far apart that it is the nearest one.
def modes_covered(samples, centers, std):
    distances = torch.cdist(samples, centers)  # (N, K)
    nearest, index = distances.min(dim=1)  # (N,) each
    good = nearest <= 3 * std
    modes = int((distances <= 3 * std).any(dim=0).sum())
    share = good.float().mean().item()
    return modes, share
