# From the second to the first.
# fails: interpolate-classes-rows
# says: from the second class to the first
def interpolate_classes(first, second, steps, classes):
    t = torch.linspace(0, 1, steps)
    mixtures = torch.zeros(steps, classes)
    mixtures[:, first] += t
    mixtures[:, second] += 1 - t
    return mixtures
