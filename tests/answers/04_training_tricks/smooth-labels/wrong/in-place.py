# Changes the labels in place.
# fails: smooth-labels-one-sided
# says: changed its input
# also: smooth-labels-two-sided
def smooth_labels(labels, amount, one_sided):
    ones = labels == 1
    if not one_sided:
        labels[~ones] = amount
    labels[ones] = 1 - amount
    return labels
