# float64, which does not multiply with a network's table.
# fails: interpolate-classes-rows
# says: do not multiply with a network's table
def interpolate_classes(first, second, steps, classes):
    """Mixtures (steps, classes), float, from the class `first` alone to the class `second` alone."""
    share = torch.linspace(0, 1, steps, dtype=torch.float64)
    mixtures = torch.zeros(steps, classes, dtype=torch.float64)
    mixtures[:, first] += 1 - share
    mixtures[:, second] += share
    return mixtures
