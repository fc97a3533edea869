# The pair comes in the other order.
# fails: modes-covered-count, modes-covered-share
# says: the pair is exchanged
def modes_covered(samples, centers, std):
    distances, which = torch.cdist(samples, centers).min(dim=1)
    good = distances <= 3 * std
    return good.float().mean().item(), len(which[good].unique())
