# Counts good samples in the place of modes.
# fails: modes-covered-count
# says: not the modes that they cover
def modes_covered(samples, centers, std):
    good = torch.cdist(samples, centers).min(dim=1).values <= 3 * std
    return int(good.sum()), good.float().mean().item()
