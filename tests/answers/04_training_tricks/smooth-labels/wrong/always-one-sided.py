# Forgets the other case.
# fails: smooth-labels-two-sided
# says: that is one-sided, whatever one_sided is
def smooth_labels(labels, amount, one_sided):
    return labels - amount * labels
