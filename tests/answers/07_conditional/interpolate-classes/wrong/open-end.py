# The last end is missing.
# fails: interpolate-classes-rows
# says: the last end is missing
def interpolate_classes(first, second, steps, classes):
    t = torch.arange(steps) / steps
    mixtures = torch.zeros(steps, classes)
    mixtures[:, first] += 1 - t
    mixtures[:, second] += t
    return mixtures
