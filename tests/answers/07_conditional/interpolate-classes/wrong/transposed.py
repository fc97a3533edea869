# (classes, steps).
# fails: interpolate-classes-rows
# says: should have shape
def interpolate_classes(first, second, steps, classes):
    t = torch.linspace(0, 1, steps)
    mixtures = torch.zeros(steps, classes)
    mixtures[:, first] += 1 - t
    mixtures[:, second] += t
    return mixtures.T
