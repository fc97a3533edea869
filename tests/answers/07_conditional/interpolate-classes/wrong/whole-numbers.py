# Whole numbers.
# fails: interpolate-classes-rows
# says: which is float32
def interpolate_classes(first, second, steps, classes):
    t = torch.linspace(0, 1, steps)
    mixtures = torch.zeros(steps, classes)
    mixtures[:, first] += 1 - t
    mixtures[:, second] += t
    return mixtures.long()
