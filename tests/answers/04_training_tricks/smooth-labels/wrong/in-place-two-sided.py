# The two-sided branch works in place.
# fails: smooth-labels-two-sided
# says: changed its input in place
def smooth_labels(labels, amount, one_sided):
    if one_sided:
        return labels * (1 - amount)
    return labels.mul_(1 - 2 * amount).add_(amount)
