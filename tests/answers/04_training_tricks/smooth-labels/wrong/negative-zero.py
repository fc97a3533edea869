# Labels 0 become −amount.
# fails: smooth-labels-one-sided, smooth-labels-two-sided
# says: labels 0 became negative
def smooth_labels(labels, amount, one_sided):
    return labels - amount
