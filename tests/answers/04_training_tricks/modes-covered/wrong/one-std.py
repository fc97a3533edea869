# Takes 1 std as the limit.
# fails: modes-covered-count, modes-covered-share
# says: 3 std, not 1 std
def modes_covered(samples, centers, std):
    distances, which = torch.cdist(samples, centers).min(dim=1)
    good = distances <= std
    return len(which[good].unique()), good.float().mean().item()
