# A mode counts when the mean distance of its samples is at most 3 std.
# fails: modes-covered-count
# says: do not ask the mean distance of its samples
def modes_covered(samples, centers, std):
    nearest, which = torch.cdist(samples, centers).min(dim=1)
    modes = sum(int(nearest[which == k].mean() <= 3 * std) for k in range(len(centers)) if (which == k).any())
    return modes, (nearest <= 3 * std).float().mean().item()
