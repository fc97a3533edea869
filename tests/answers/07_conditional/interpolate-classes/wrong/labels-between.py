# Walks through the labels as numbers.
# fails: interpolate-classes-rows
# says: it walks through the labels as numbers: a label is a name
def interpolate_classes(first, second, steps, classes):
    t = torch.linspace(0, 1, steps)
    labels = (first + t * (second - first)).round().long()
    return torch.eye(classes)[labels]
