# Each sample covers the nearest centre, however far away it is.
# fails: modes-covered-count
# says: farther than 3 std
def modes_covered(samples, centers, std):
    distances, which = torch.cdist(samples, centers).min(dim=1)
    return len(which.unique()), (distances <= 3 * std).float().mean().item()
