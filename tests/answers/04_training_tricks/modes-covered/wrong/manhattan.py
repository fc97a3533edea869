# The sum of the two differences as the distance.
# fails: modes-covered-count, modes-covered-share
# says: the sum of the differences is not the distance
def modes_covered(samples, centers, std):
    distances, which = torch.cdist(samples, centers, p=1).min(dim=1)
    good = distances <= 3 * std
    return len(which[good].unique()), good.float().mean().item()
