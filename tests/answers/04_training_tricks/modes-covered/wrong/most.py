# A mode counts when most of its samples are good.
# fails: modes-covered-count
# says: do not ask whether most of its samples are good
def modes_covered(samples, centers, std):
    nearest, which = torch.cdist(samples, centers).min(dim=1)
    good = nearest <= 3 * std
    modes = sum(int(good[which == k].float().mean() > 0.5) for k in which.unique())
    return modes, good.float().mean().item()
