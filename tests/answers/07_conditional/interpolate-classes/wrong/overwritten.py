# Sets the weights, so the same class twice loses one.
# fails: interpolate-classes-rows
# says: one weight overwrites the other
def interpolate_classes(first, second, steps, classes):
    t = torch.linspace(0, 1, steps)
    mixtures = torch.zeros(steps, classes)
    mixtures[:, first] = 1 - t
    mixtures[:, second] = t
    return mixtures
