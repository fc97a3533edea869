# Takes the minimum along dim 0: each centre's nearest sample, not each sample's nearest centre.
# fails: modes-covered-share
# says: each sample's nearest centre is min over dim 1
def modes_covered(samples, centers, std):
    """How many modes the samples cover, and the share of good samples.

    samples: (N, 2), N at least 1; centers: (K, 2), farther than 6 std from each other. A sample
    is good when its distance to the nearest centre is at most 3 std; a mode is covered when at
    least one good sample is nearest to it. Nothing is changed in place.
    Returns (modes, share): a whole number from 0 to K, and a float from 0 to 1.
    """
    distances, nearest = torch.cdist(samples, centers).min(dim=0)
    good = distances <= 3 * std
    return len(nearest[good].unique()), good.float().mean().item()
