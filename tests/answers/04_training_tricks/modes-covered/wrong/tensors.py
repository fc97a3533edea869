# Returns tensors, not numbers.
# fails: modes-covered-count, modes-covered-share
# says: is a tensor
def modes_covered(samples, centers, std):
    distances, which = torch.cdist(samples, centers).min(dim=1)
    good = distances <= 3 * std
    return torch.tensor(len(which[good].unique())), good.float().mean()
