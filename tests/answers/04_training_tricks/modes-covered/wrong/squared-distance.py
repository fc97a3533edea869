# Squared distances are compared with 3 std.
# fails: modes-covered-count, modes-covered-share
# says: squared distances
def modes_covered(samples, centers, std):
    distances = (samples[:, None] - centers[None]).square().sum(dim=2)  # (N, K)
    nearest, index = distances.min(dim=1)  # (N,) each
    good = nearest <= 3 * std
    modes = index[good].unique().numel()
    share = good.float().mean().item()
    return modes, share
